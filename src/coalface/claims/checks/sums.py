"""Check 2, sums: exports and imports make the total, imports less exports the deficit."""

from collections.abc import Iterator
from itertools import product

from coalface.claims.checks.blocks import blocks_of, few
from coalface.claims.checks.hints import FACTORS, factor_words, unexplained
from coalface.claims.checks.intervals import Figure, Fit, fit, sum_of
from coalface.claims.checks.readings import Reading, figure_of
from coalface.claims.checks.rows import Outcome, said
from coalface.claims.facts import Facts

__all__ = ["find_balances", "find_partner_sums"]

ROLES = {
    "export_value": "exports",
    "import_value": "imports",
    "trade_total": "total",
    "trade_deficit": "deficit",
}
SETTLE = (
    "the table of the customs office for the same months: exports, imports and total side by side"
)
Key = tuple[object, ...]
Roles = dict[str, list[Reading]]


def find_balances(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add and take away: total = exports + imports, deficit = imports - exports.

    Figures of one document go together first; where it lacks one side, a few of other documents
    on the same goods, months and currency stand in.

    Args:
        readings: Claims, read.
        facts: Not used; every check is called alike.

    Yields:
        One outcome for each set of three that belong together.
    """
    for block in blocks_of(readings, _key).values():
        roles = _roles(block)
        for lead in (*roles.get("total", ()), *roles.get("deficit", ())):
            yield from _around(lead, roles)


def find_partner_sums(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Add what single countries moved, and set it against a figure given for them together.

    Args:
        readings: Claims, read.
        facts: Not used.

    Yields:
        One outcome for each total of several partners whose parts are all stated.
    """
    for block in blocks_of(readings, _partner_key).values():
        singles = {p: few(b) for p, b in blocks_of(block, _single_partner).items()}
        for whole in block:
            names = whole.partner.split("+")
            if len(names) > 1 and all(name in singles for name in names):
                for parts in product(*(singles[name] for name in names)):
                    yield _sum_outcome(list(parts), whole)


def _key(reading: Reading) -> Key | None:
    if reading.metric not in ROLES or reading.figure is None or not reading.span.is_whole:
        return None
    if reading.kind != "value" or reading.status == "ended" or not reading.is_fact_like:
        return None
    return reading.goods.families, reading.span, reading.unit_std, reading.per


def _partner_key(reading: Reading) -> Key | None:
    if reading.figure is None or not reading.partner or not reading.span.is_whole:
        return None
    if reading.kind not in ("value", "quantity") or not reading.is_fact_like:
        return None
    return (
        reading.metric,
        reading.goods.families,
        reading.flow,
        reading.span,
        reading.unit_std,
        reading.per,
    )


def _single_partner(reading: Reading) -> str | None:
    return None if "+" in reading.partner else reading.partner


def _roles(block: list[Reading]) -> Roles:
    roles: Roles = {}
    for reading in block:
        roles.setdefault(ROLES[reading.metric], []).append(reading)
    return roles


def _around(lead: Reading, roles: Roles) -> Iterator[Outcome]:
    exports, imports = (_beside(lead, roles.get(role, [])) for role in ("exports", "imports"))
    for sold, bought in product(exports, imports):
        if sold.partner and bought.partner and sold.partner != bought.partner:
            continue
        if lead.metric == "trade_total":
            yield _sum_outcome([sold, bought], lead)
        else:
            yield _balance_outcome(sold, bought, lead)


def _beside(lead: Reading, candidates: list[Reading]) -> list[Reading]:
    own = [c for c in candidates if c.document == lead.document]
    return few(own or candidates)


def _sum_outcome(parts: list[Reading], whole: Reading) -> Outcome:
    figures = [figure_of(part) for part in parts]
    computed, stated = sum_of(figures), figure_of(whole)
    terms = " + ".join(said(f.stated, whole.unit_std) for f in figures)
    found = fit(computed, stated)
    return Outcome(
        test="sum",
        claim_ids=(whole.id, *(part.id for part in parts)),
        verdict=found.verdict,
        explanation=_words(terms, computed, whole, found),
        would_settle=SETTLE,
        size=found.size,
        hint=_hint(parts, whole, sign=1) if found.verdict == "conflict" else "",
    )


def _balance_outcome(sold: Reading, bought: Reading, deficit: Reading) -> Outcome:
    computed, stated = figure_of(bought).minus(figure_of(sold)), figure_of(deficit)
    terms = f"{_said(bought)} - {_said(sold)}"
    found = fit(computed, stated)
    return Outcome(
        test="balance",
        claim_ids=(deficit.id, bought.id, sold.id),
        verdict=found.verdict,
        explanation=_words(terms, computed, deficit, found),
        would_settle=SETTLE,
        size=found.size,
        hint=_hint([bought, sold], deficit, sign=-1) if found.verdict == "conflict" else "",
    )


def _words(terms: str, computed: Figure, whole: Reading, found: Fit) -> str:
    outcome = {
        "agree": "as printed",
        "agree_rounded": "as printed, within rounding",
        "consistent": "within the bound that is printed",
        "conflict": f"but {said(figure_of(whole).stated, whole.unit_std)} is printed",
    }[found.verdict]
    off = f"; {unexplained(computed, figure_of(whole), whole.unit_std)}" if found.size else ""
    result = said(computed.stated, whole.unit_std)
    return f"{terms} = {result}, {outcome} in {whole.words} for {whole.span.said()}{off}."


def _hint(parts: list[Reading], whole: Reading, *, sign: int) -> str:
    """Find one term that, moved by a power of ten or with the two terms swapped, closes the sum."""
    first, second = (figure_of(part) for part in parts[:2])
    stated = figure_of(whole)
    tries: list[tuple[str, Figure]] = []
    for factor in FACTORS:
        words = factor_words(factor)
        tries.append(
            (
                f"{parts[0].id} read as {words}",
                _join(first.scaled(factor), second, sign),
            )
        )
        tries.append(
            (
                f"{parts[1].id} read as {words}",
                _join(first, second.scaled(factor), sign),
            )
        )
    if sign < 0:
        tries.append((f"{parts[0].id} and {parts[1].id} swapped", _join(second, first, sign)))
    for words, computed in tries:
        left = computed.span.gap(stated.span)
        if left <= NEAR * max(abs(stated.stated.middle), abs(computed.stated.middle)):
            rest = unexplained(computed, stated, whole.unit_std)
            return f"{words} would fit" + (f"; {rest}." if rest else ".")
    return ""


#: How near, relative to the total, a sum read otherwise must come to be offered as a hint.
NEAR = 0.01


def _join(first: Figure, second: Figure, sign: int) -> Figure:
    return first.plus(second) if sign > 0 else first.minus(second)


def _said(reading: Reading) -> str:
    return said(figure_of(reading).stated, reading.unit_std)
