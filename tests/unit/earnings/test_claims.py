"""Statements are data: what is wrong in them is named, and users bring their own."""

from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from coalface.earnings.claim_facts import check_facts
from coalface.earnings.claim_forms import (
    AuthorityShare,
    load_earnings_statements,
    read_earnings_statements,
)
from coalface.earnings.claim_shares import find_windows
from coalface.earnings.claims import (
    CheckedEarnings,
    EarningsInputs,
    check_all_earnings_statements,
    check_earnings_statement,
    claims_table,
)
from coalface.earnings.evidence import Evidence
from coalface.earnings.parameters import load_parameters, load_publications
from coalface.earnings.series import load_series
from coalface.errors import DefinitionError, InputError
from coalface.law import load_rulebook
from coalface.sources.packaged import read_packaged
from coalface.trade.statement_forms import load_statements

KIEP = (resources.files("coalface") / "data" / "statements" / "earnings-kiep-2018.yml").read_text(
    encoding="utf-8"
)
WANTED = {
    "kiep-2018",
    "company-losses",
    "smuggler-condition",
    "discount",
    "coke-gap",
    "deficit-2018",
    "barter-2020",
    "gold-2020",
    "export-shares",
}


@pytest.fixture(scope="module")
def inputs() -> EarningsInputs:
    return EarningsInputs(
        evidence=Evidence(
            flows=read_packaged("flows"),
            estimates=read_packaged("estimates"),
            prices=read_packaged("prices"),
            fx=read_packaged("fx"),
            book=load_rulebook(),
        ),
        indicators=read_packaged("indicators"),
        n_draws=4000,
    )


@pytest.fixture(scope="module")
def checked(inputs: EarningsInputs) -> dict[str, CheckedEarnings]:
    return {row.id: row for row in check_all_earnings_statements(inputs)}


def own(folder: Path, text: str, name: str = "earnings-kiep-2018.yml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_packaged_statement_is_tested_and_none_is_taken_for_one_on_trade(
    checked: dict[str, CheckedEarnings],
) -> None:
    assert set(checked) == WANTED
    assert all(row.readings for row in checked.values())
    assert not {s.id for s in load_statements()} & WANTED


def test_number_ids_are_unique_and_inputs_name_rows_that_exist(
    checked: dict[str, CheckedEarnings],
) -> None:
    numbers = [n for row in checked.values() for n in row.printed]
    rows = {f"parameters/{p}" for p in load_parameters()} | {f"statements/{s}" for s in WANTED}
    rows |= {s.row_id(p) for s in load_series().values() for p in s.points}
    for name in ("flows", "prices", "fx", "indicators"):
        rows |= set(read_packaged(name)["row_id"])

    assert len({n.id for n in numbers}) == len(numbers)
    assert {i for n in numbers for i in n.inputs} <= rows
    assert all(n.inputs for n in numbers if n.value is not None)


def test_every_statement_names_a_source_that_is_packaged() -> None:
    known = set(read_packaged("sources")["source_id"])
    known |= {f"mechanism/{publication}" for publication in load_publications()}

    assert {s.source_id for s in load_earnings_statements().values()} <= known


def test_what_drives_a_result_is_named_and_the_caption_holds_what_is_assumed(
    checked: dict[str, CheckedEarnings],
) -> None:
    losses, leakage = checked["company-losses"], checked["export-shares"]

    assert losses.drivers[0].parameter == "cost.coal.stack_to_fob"
    assert all(d.is_assumed for row in checked.values() for d in row.caption)
    assert leakage.drivers[0].share.value == max(d.share.value or 0 for d in leakage.drivers)


def test_the_table_of_claims_names_source_and_verdict_of_every_reading(
    checked: dict[str, CheckedEarnings],
) -> None:
    table = claims_table(checked.values())

    assert set(table["statement_id"]) == WANTED
    assert table["verdict"].null_count() == table["source_id"].null_count() == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "lines: [declared_coal, declared_iron_ore]",
            "lines: [declared_coal, gold]",
            r"unknown lines \['gold'\]",
        ),
        (
            "lines: [declared_minerals]",
            "lines: [declared_minerals, declared_coal]",
            "counted twice",
        ),
        ("lines: [declared_minerals]", "lines: []", "lines"),
        ("valuations: [cif, fob,", "valuations: [cif, fas,", "unknown valuations"),
        ("ends_on: 2017-10-01", "ends_on: 1999-10-01", "is not after starts_on"),
        ("starts_on: 2000-01-01", "starts_on: 2000-04-01", "first of January"),
        ("share: levy.authority_total_share", "share: levy.half", "levy.half"),
        ("grade: B", "grade: B\nmood: good", "unknown key 'mood'"),
    ],
)
def test_a_wrong_statement_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in KIEP

    with pytest.raises(DefinitionError, match=rf"earnings-kiep-2018\.yml, line \d+.*{said}"):
        read_earnings_statements(own(tmp_path, KIEP.replace(old, new)))


def test_a_statement_not_named_as_its_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"Name the file earnings-<id>\.yml"):
        read_earnings_statements(own(tmp_path, KIEP, "earnings-other.yml"))


def test_users_add_their_own_statements(tmp_path: Path, inputs: EarningsInputs) -> None:
    text = KIEP.replace("id: kiep-2018", "id: mine", 1).replace("5000000000", "4000000000")
    mine = read_earnings_statements(own(tmp_path, text, "earnings-mine.yml"))

    found = check_earnings_statement("mine", inputs, statements=mine)

    assert {r.id: r.verdict for r in found.readings}["coal_and_ore.cif"] == "consistent"


def test_an_unknown_statement_is_an_error_that_lists_the_known_ones(
    inputs: EarningsInputs,
) -> None:
    with pytest.raises(InputError, match=r"no statement 'kiep'.*kiep-2018"):
        check_earnings_statement("kiep", inputs)


def test_no_probability_is_given_unless_an_independent_share_is_brought(
    inputs: EarningsInputs, checked: dict[str, CheckedEarnings]
) -> None:
    brought = replace(inputs, independent_share=(0.45, 0.5, 0.55))

    found = check_earnings_statement("kiep-2018", brought)

    assert not [n for n in checked["kiep-2018"].printed if n.id.endswith("/probability")]
    given = [n for n in found.printed if n.id.endswith("/probability")]
    assert len(given) == len(found.readings)
    assert {n.mark for n in given} == {"assumed"}


def test_the_window_closes_where_both_sides_cannot_have_enough(inputs: EarningsInputs) -> None:
    test = load_earnings_statements()["kiep-2018"].test
    assert isinstance(test, AuthorityShare)

    windows, _ = find_windows(test, inputs)

    assert windows[0].shares(9.99e9) is None
    assert windows[0].shares(10e9) == pytest.approx((0.5, 0.5))
    assert windows[0].shares(12.5e9) == pytest.approx((0.4, 0.6))
    assert len(windows) == 6
    of_all = [w.shares(w.total.value) for w in windows if w.base.id == "all_minerals"]
    assert max(found[0] for found in of_all if found) < 0.5


def test_freight_is_taken_off_the_base_and_a_kick_back_put_on(
    checked: dict[str, CheckedEarnings],
) -> None:
    totals = {
        r.id: next(n for n in r.numbers if n.id.endswith("/total_usd"))
        for r in checked["kiep-2018"].readings
    }
    cif, fob, both = (
        totals[f"coal_and_ore.{v}"].value or 0 for v in ("cif", "fob", "fob_kickback")
    )

    assert fob / cif == pytest.approx(1 - 0.085)
    assert both / cif == pytest.approx(1 - 0.085 + 0.11)


def test_it_is_consistent_only_where_the_whole_range_of_about_half_lies_in_the_window(
    inputs: EarningsInputs, tmp_path: Path
) -> None:
    for billions, verdict in (("5000000000", "needs"), ("4000000000", "consistent")):
        text = KIEP.replace("id: kiep-2018", "id: mine", 1).replace("5000000000", billions)
        mine = read_earnings_statements(own(tmp_path, text, "earnings-mine.yml"))
        found = check_earnings_statement("mine", inputs, statements=mine)
        assert found.readings[0].verdict.startswith(verdict)


def test_missing_oil_and_maize_are_no_figure_and_not_zero(
    checked: dict[str, CheckedEarnings],
) -> None:
    numbers = {n.id: n for n in checked["barter-2020"].printed}

    assert numbers["earnings/barter-2020/crude_oil_usd"].value is None
    assert numbers["earnings/barter-2020/maize_usd"].value is None


@pytest.mark.parametrize(
    ("name", "field", "value", "said"),
    [
        ("gold-2020", "month", date(2050, 5, 1), r"month 2050-05-01 has no price of gold"),
        ("barter-2020", "month", date(2050, 5, 1), r"month 2050-05-01 has no price of coal"),
        ("gold-2020", "series", "silver_dust", r"no price series 'silver_dust'"),
        ("discount", "code", "279999", r"HS code '279999' stands in no row of flows"),
    ],
)
def test_a_month_or_code_that_no_table_knows_is_an_error_with_its_line(
    inputs: EarningsInputs, name: str, field: str, value: object, said: str
) -> None:
    right = load_earnings_statements()[name]
    wrong = right.model_copy(update={"test": right.test.model_copy(update={field: value})})

    with pytest.raises(DefinitionError, match=rf"earnings-{name}\.yml, line \d+: {said}"):
        check_facts(wrong, flows=inputs.flows, prices=inputs.prices)


def test_the_months_and_codes_of_packaged_statements_are_known(inputs: EarningsInputs) -> None:
    for statement in load_earnings_statements().values():
        check_facts(statement, flows=inputs.flows, prices=inputs.prices)
