"""What the law says of a good, and which measure reached it first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coalface.law import SEVERITY, Case, Match, Rulebook, judge
from coalface.trade.goods import TradeGood

__all__ = ["Standing", "find_first_measure", "find_measures", "find_standing"]

NOT_A_BAR = frozenset({"exemption", "service_or_financial"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict on a good at a day or over a period; `not_listed` never means legal.

    Attributes:
        verdict: The law's verdict, or `mixed` where the parts of a union differ.
        why: Why it is contested, or "".
        measures: Ids of the measures that decide.
        needs_review: A person must look before this is used.
        reasons: Reasons for the review, readings, parts that differ.
        next_checks: What is still to be checked.
        most: The gravest verdict that may apply to goods within the code.
    """

    verdict: str
    why: str
    measures: tuple[str, ...]
    needs_review: bool
    reasons: tuple[str, ...]
    next_checks: tuple[str, ...]
    most: str

    @property
    def words(self) -> str:
        """Give the verdict in words; a code that holds graver goods is never plainly not listed."""
        if self.is_mixed:
            return f"mixed: contains {self.most.replace('_', ' ')} goods"
        words = self.verdict.replace("_", " ")
        return f"{words}; review" if self.needs_review else words

    @property
    def is_mixed(self) -> bool:
        """Say whether no measure is on the whole code, but one is on goods within it."""
        return self.verdict == "not_listed" != self.most


def find_standing(
    good: TradeGood,
    book: Rulebook,
    *,
    on: date | None = None,
    period: tuple[date, date] | None = None,
    direction: str = "from_dprk",
) -> Standing:
    """Judge a good on a day, or over a period whose end is its first day outside.

    A union is judged part by part, so that no part hides behind another.

    Args:
        good: The good.
        book: The rules.
        on: The day; give this or `period`.
        period: First day and first day after.
        direction: `from_dprk` or `to_dprk`.

    Returns:
        The verdict with the measures that decide.
    """
    starts_on, ends_on = period or (None, None)
    verdicts = [
        judge(
            Case(
                on=on,
                period_start=starts_on,
                period_end=ends_on,
                hs_code=code,
                direction=direction,
            ),
            book,
        )
        for code in good.law_codes
    ]
    names = dict.fromkeys(v.verdict for v in verdicts)
    parts = tuple(f"{code}: {v.verdict}" for code, v in zip(good.law_codes, verdicts, strict=True))
    return Standing(
        verdict=next(iter(names)) if len(names) == 1 else "mixed",
        why=next((v.why for v in verdicts if v.why), ""),
        measures=tuple(dict.fromkeys(d.measure_id for v in verdicts for d in v.deciding)),
        needs_review=any(v.needs_review for v in verdicts),
        reasons=(*(parts if len(names) > 1 else ()), *_once(v.review_reasons for v in verdicts)),
        next_checks=_once(v.next_checks for v in verdicts),
        most=min((v.bounds.most if v.bounds else v.verdict for v in verdicts), key=SEVERITY.index),
    )


def find_measures(
    good: TradeGood, book: Rulebook, *, direction: str = "from_dprk"
) -> tuple[Match, ...]:
    """Find the UN measures on a good with how far each reaches it, by first day.

    Measures that never applied and such as bar no trade in goods (services, exemptions) are left
    out. A match that does not decide says why: the code is wider than the measure's, say.
    """
    found = {
        match.measure.id: match
        for code in good.law_codes
        for match in book.matching(code, direction)
        if match.measure.kind not in NOT_A_BAR and match.measure.status != "never_applied"
    }
    return tuple(sorted(found.values(), key=lambda m: (m.measure.starts_on, m.measure.id)))


def find_first_measure(
    good: TradeGood, book: Rulebook, *, direction: str = "from_dprk"
) -> Match | None:
    """Find the earliest measure that decides on a good; failing that, the earliest that may."""
    matches = find_measures(good, book, direction=direction)
    return next((m for m in matches if m.decides), next(iter(matches), None))


def _once(reasons: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for some in reasons for text in some))
