"""Branches are data; what is wrong in them is named with its line."""

from datetime import date
from importlib import resources

import pytest

from coalface.earnings.branches import all_branches, find_branch, terms_on
from coalface.earnings.model import check_shares, load_model, read_model
from coalface.earnings.parameters import Parameter, load_parameters
from coalface.errors import DefinitionError, InputError

TEXT = (resources.files("coalface") / "data/parameters/earnings_model.yml").read_text("utf-8")


def line_of(text: str, part: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)


def test_every_reading_meets_every_other_and_no_two_branches_share_a_name() -> None:
    ids = [b.id for b in all_branches()]

    assert len(set(ids)) == len(ids) == 5 * 2 * 2
    assert {i.split(".")[0] for i in ids} == {
        "none",
        "kiep",
        "kiep_inside-to_dprk",
        "kiep_inside-to_china",
        "kdi",
    }


def test_an_unknown_branch_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no branch 'kiep\.C\.fob'.*kiep\.A\.fob"):
        find_branch("kiep.C.fob")


def test_terms_change_on_their_days_and_are_marked_where_only_carried_on() -> None:
    assert terms_on(date(2017, 12, 31)).terms.id == "prepaid"
    assert not terms_on(date(2017, 12, 31)).is_carried
    assert terms_on(date(2018, 1, 1)).is_carried
    assert terms_on(date(2020, 6, 1)).terms.id == "goods"
    assert terms_on(date(2024, 1, 1)).terms.id == "after_delivery"


def test_terms_before_the_first_recorded_ones_are_an_error() -> None:
    with pytest.raises(InputError, match=r"1999-12-31.*begin on 2000-01-01"):
        terms_on(date(1999, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{id: levy, stage: levy, to: authorities}",
            "{id: levy, stage: levi, to: authorities}",
            "levi",
        ),
        ("stage: fees, to: authorities", "stage: fees, to: treasury", "treasury"),
        ("costs: cost.coal.stack_to_fob", "costs: cost.coal.stak", "cost.coal.stak"),
        ("place: inside, share", "place: beside, share", "place"),
    ],
)
def test_a_model_that_names_what_is_not_there_is_refused_with_file_and_line(
    old: str, new: str, said: str
) -> None:
    assert old in TEXT

    with pytest.raises(DefinitionError, match=rf"mine\.yml, line \d+.*{said}"):
        read_model(TEXT.replace(old, new), "mine.yml")


def test_an_empty_branch_is_refused() -> None:
    start = TEXT.index("series: #")
    text = TEXT[:start] + "series: []\n" + TEXT[TEXT.index("mines:") :]

    with pytest.raises(DefinitionError, match=rf"line {line_of(text, 'series: []')}.*empty branch"):
        read_model(text, "mine.yml")


def test_what_stays_at_home_is_the_authorities_the_market_and_the_company() -> None:
    assert load_model().home == {"authorities", "market", "company"}


def changed(name: str, **values: float) -> dict[str, Parameter]:
    known = load_parameters()
    return known | {name: known[name].model_copy(update=values)}


def test_a_share_to_the_chinese_side_above_one_is_an_error_with_its_line() -> None:
    wrong = TEXT.replace("share_abroad: 1.0", "share_abroad: 1.4")
    line = line_of(wrong, "share_abroad: 1.4")

    with pytest.raises(DefinitionError, match=rf"x\.yml, line {line}: .*share_abroad"):
        read_model(wrong, "x.yml")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        (
            "levy.other_share",
            {"high": 0.95},
            r"levy\.unconditional_share\.yml, line \d+ \(0\.3\), levy\.other_share\.yml, line \d+ "
            r"\(0\.95\): .*authorities take sum to 1\.25.*Lower one",
        ),
        ("prod.share.basic_mines_2016", {"high": 0.95}, r"output by type of mine sum to 1\.2"),
        (
            "pay.on_delivery_share",
            {"low": 0.9, "mode": 0.9, "high": 0.9},
            r"pay\.on_delivery_share\.yml, line \d+, and pay\.after_inspection_share\.yml, "
            r"line \d+: shares 0\.9 .* 0\.3 after inspection do not sum to 1",
        ),
        ("pay.prepay_share", {"high": 0.8}, r"pay\.prepay_share\.yml, line \d+: up to 0\.8 is"),
    ],
)
def test_shares_that_cannot_be_parts_of_one_whole_are_an_error(
    name: str, values: dict[str, float], message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        check_shares(load_model(), changed(name, **values))
