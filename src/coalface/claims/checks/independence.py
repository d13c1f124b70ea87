"""Check 9: how many sources stand behind one figure: chains are counted, not papers."""

from collections.abc import Iterator

from coalface.claims.chains import find_chain
from coalface.claims.checks.blocks import blocks_of
from coalface.claims.checks.intervals import Interval
from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_repetitions"]

SETTLE = "a source that did not read, hear or quote the others"
Key = tuple[object, ...]


def find_repetitions(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Count the first sources behind claims of several documents that state one figure.

    Ten papers that quote one office are one source. Several chains that each begin with a person
    who has no name may be one person's, and are counted as one.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        A quiet outcome for each figure that stands in more than one document.
    """
    for block in blocks_of(readings, _key).values():
        documents = {r.document for r in block}
        if len(documents) > 1:
            yield _counted(sorted(block, key=lambda r: r.id), len(documents))


def _key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.span.is_known or reading.status == "ended":
        return None
    return (
        reading.kind,
        reading.metric,
        reading.goods.families,
        reading.flow,
        reading.per,
        reading.unit_std,
        reading.span,
        reading.figure.stated,
    )


def _counted(block: list[Reading], n_documents: int) -> Outcome:
    chains = {find_chain(r.attribution, r.document) for r in block}
    named = {chain.root for chain in chains if not chain.is_unnamed}
    n_sources = len(named) + any(chain.is_unnamed for chain in chains)
    first = block[0]
    stated: Interval = first.figure.stated if first.figure is not None else Interval(0, 0)
    known = ", ".join(sorted(named))
    return Outcome(
        test="independence",
        claim_ids=tuple(r.id for r in block),
        verdict="agree" if n_sources > 1 else "keep_apart",
        explanation=(
            f"{n_documents} documents state {said(stated, first.unit_std)} for "
            f"{first.span.said()}; behind them: {_counted_words(n_sources)}"
            + (f" ({known})" if known else "")
            + (": repetition, not confirmation." if n_sources == 1 else ".")
        ),
        would_settle=SETTLE,
    )


def _counted_words(n_sources: int) -> str:
    return "one source" if n_sources == 1 else f"at most {n_sources} sources"
