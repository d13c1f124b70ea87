"""Which measure decides on a good first, and what a union of goods is judged."""

from datetime import date

from coalface.law import load_rulebook
from coalface.trade.goods import TradeGood
from coalface.trade.standing import find_first_measure, find_measures, find_standing

DAY = date(2022, 6, 15)


def test_a_measure_that_decides_goes_before_an_older_one_that_needs_the_name() -> None:
    other_minerals = TradeGood(code="253090", name="Other minerals")

    first = find_first_measure(other_minerals, load_rulebook())

    oldest, *_ = find_measures(other_minerals, load_rulebook())
    assert oldest.measure.id == "UN-2270-30-gold-ti-v-ree"
    assert first is not None
    assert first.measure.id == "UN-2397-6-earth-stone"


def test_a_code_that_is_too_wide_still_names_the_measure_that_may_reach_it() -> None:
    first = find_first_measure(TradeGood(code="27", name="Fuels"), load_rulebook())

    assert first is not None
    assert first.reach == "too_short"


def test_a_union_whose_parts_differ_is_mixed_and_says_which() -> None:
    union = TradeGood(code="ores", name="Ores", parts=("2611", "2601"))

    standing = find_standing(union, load_rulebook(), on=DAY)

    assert standing.verdict == "mixed"
    assert standing.reasons[:2] == ("2611: not_listed", "2601: prohibited")


def test_a_code_wider_than_a_ban_is_mixed_and_never_plainly_not_listed() -> None:
    for code in ("26", "27"):
        standing = find_standing(TradeGood(code=code, name="Wide"), load_rulebook(), on=DAY)

        assert standing.verdict == "not_listed"
        assert standing.words == "mixed: contains prohibited goods"


def test_a_code_that_no_measure_reaches_is_not_mixed() -> None:
    standing = find_standing(TradeGood(code="2611", name="Tungsten"), load_rulebook(), on=DAY)

    assert (standing.words, standing.most) == ("not listed", "not_listed")


def test_a_year_in_which_a_measure_begins_is_judged_over_the_whole_year() -> None:
    tungsten = TradeGood(code="2611", name="Tungsten ore")

    standing = find_standing(tungsten, load_rulebook(), period=(date(2017, 1, 1), date(2018, 1, 1)))

    assert standing.verdict == "not_listed"
    assert standing.measures == ()


def test_not_listed_always_comes_with_what_is_still_to_be_checked() -> None:
    standing = find_standing(TradeGood(code="2611", name="Tungsten"), load_rulebook(), on=DAY)

    assert standing.next_checks[0].startswith("not clearance")


def test_a_measure_that_never_applied_is_no_measure_on_a_good() -> None:
    refined = TradeGood(code="2710", name="Refined petroleum")

    found = find_measures(refined, load_rulebook(), direction="to_dprk")

    assert "UN-2397-5-refined" in [m.measure.id for m in found]
    assert "UN-2375-14-refined-annual" not in [m.measure.id for m in found]
