"""Goods followed through editions of the HS: real codes of the packaged correspondence table."""

import polars as pl
import pytest

from coalface.errors import InputError
from coalface.sources.packaged import read_packaged
from coalface.trade.revisions import (
    GoodHistory,
    find_changes,
    find_families,
    follow_good,
)


def follow(code: str, first: str, last: str, **more: object) -> GoodHistory:
    tables = (read_packaged("hs_concordance"), read_packaged("hs_nomenclature"))
    return follow_good(code, *tables, first=first, last=last, **more)  # type: ignore[arg-type]


def made_tables(
    steps: list[tuple[str, str]], older: list[str], newer: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    concordance = pl.DataFrame(
        {
            "hs_revision": ["HS2017"] * len(steps),
            "hs_code": [new for new, _ in steps],
            "older_revision": ["HS2012"] * len(steps),
            "older_code": [old for _, old in steps],
        }
    )
    nomenclature = pl.DataFrame(
        {
            "hs_revision": ["HS2012"] * len(older) + ["HS2017"] * len(newer),
            "hs_code": older + newer,
        }
    )
    return concordance, nomenclature


def test_anthracite_is_one_code_through_all_editions() -> None:
    history = follow("270111", "HS1992", "HS2022")

    assert set(history.codes.values()) == {("270111",)}
    assert len(history.codes) == 7
    assert history.is_comparable
    assert history.changes.is_empty()


def test_a_split_code_is_followed_by_the_set_of_its_parts() -> None:
    history = follow("030613", "HS2007", "HS2012")  # shrimps: cold-water and other from 2012

    assert history.codes == {"HS2007": ("030613",), "HS2012": ("030616", "030617")}
    assert history.changes["kind"].to_list() == ["split"]
    assert history.changes["codes"].to_list() == ["030616+030617"]


def test_each_part_of_a_split_leads_to_the_same_family() -> None:
    one, other = (follow(code, "HS2007", "HS2012").codes for code in ("030616", "030617"))

    assert one == other


def test_a_renumbered_code_stays_one_series() -> None:
    history = follow("271011", "HS2002", "HS2022")  # light oils, 271012 from HS2012

    assert history.codes["HS2007"] == ("271011",)
    assert history.codes["HS2012"] == ("271012",)
    assert history.is_comparable
    assert history.changes["kind"].to_list() == ["renumbered"]


def test_a_code_that_no_newer_one_names_makes_its_heading_not_comparable() -> None:
    history = follow("690721", "HS2012", "HS2017")  # tiles: 690710 and 690810 end with HS2012

    assert not history.is_comparable
    assert "may have been merged" in history.reason


def test_a_merge_is_reported_and_both_older_codes_are_in_the_family() -> None:
    tables = made_tables(
        [("111100", "111111"), ("111100", "111112")], ["111111", "111112"], ["111100"]
    )

    history = follow_good("111100", *tables, first="HS2012", last="HS2017")

    assert history.codes["HS2012"] == ("111111", "111112")
    assert history.changes.select("kind", "older_codes").row(0) == ("merge", "111111+111112")


def test_a_family_over_the_stated_size_is_not_comparable_and_says_its_size() -> None:
    history = follow("382390", "HS1992", "HS2022")

    assert not history.is_comparable
    assert history.reason == "its family holds 44 codes in one edition, over 12"
    assert follow("382390", "HS1992", "HS2022", max_codes=50).reason != history.reason


def test_a_code_of_two_editions_with_two_meanings_is_chosen_by_edition() -> None:
    old = follow("271011", "HS1992", "HS1996", hs_revision="HS1992")
    new = follow("271011", "HS2002", "HS2007", hs_revision="HS2002")

    assert old.hs_revision == "HS1992"
    assert new.hs_revision == "HS2002"


def test_every_code_of_every_edition_is_in_exactly_one_family() -> None:
    families = find_families(
        read_packaged("hs_concordance"), read_packaged("hs_nomenclature"),
        first="HS2002", last="HS2022",
    )  # fmt: skip

    listed = read_packaged("hs_nomenclature").filter(
        (pl.col("hs_revision") >= "HS2002") & (pl.col("hs_code").str.len_chars() == 6)
    )
    assert families.select("hs_revision", "hs_code").is_unique().all()
    assert listed.join(families, on=["hs_revision", "hs_code"], how="anti").is_empty()


def test_changes_name_the_codes_that_end() -> None:
    changes = find_changes(
        read_packaged("hs_concordance"), read_packaged("hs_nomenclature"),
        first="HS2012", last="HS2017",
    )  # fmt: skip

    ended = changes.filter(pl.col("kind") == "ended")["older_codes"].to_list()
    assert "690810" in ended
    assert "270111" not in ended


def test_an_unknown_edition_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no HS edition 'HS2003'\. There are: HS1992"):
        follow("270111", "HS2003", "HS2022")


def test_a_code_that_does_not_exist_names_its_neighbours() -> None:
    with pytest.raises(InputError, match=r"Of its heading there are: 270111, 270112"):
        follow("270115", "HS2012", "HS2022")


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InputError, match="HS2022 is after HS2002"):
        follow("270111", "HS2022", "HS2002")
