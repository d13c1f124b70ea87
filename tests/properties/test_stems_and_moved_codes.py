"""Cutting codes to the part that the law knows changes no answer, and moved codes are all named."""

import polars as pl
import pytest

from coalface.law import load_rulebook
from coalface.law.scope import match_goods, scope_of
from coalface.sources.packaged import read_packaged

DIRECTIONS = ("from_dprk", "to_dprk")


def known_codes() -> list[str]:
    return read_packaged("hs_nomenclature")["hs_code"].unique().sort().to_list()


@pytest.mark.slow
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_every_code_has_the_scope_of_its_stem(direction: str) -> None:
    book = load_rulebook()
    for code in known_codes():
        for text in ("", "diesel", "coal"):
            whole = scope_of(book, code, direction, text, "", "")
            assert book.timeline(code, direction, text=text)[0] == whole, code


def test_every_link_between_editions_that_changes_the_law_is_named() -> None:
    book = load_rulebook()
    links = read_packaged("hs_concordance").filter(
        pl.col("older_revision").is_in(["HS2012", "HS2017"])
        & (pl.col("hs_code") != pl.col("older_code"))
    )

    def measures(code: str, direction: str) -> tuple[str, ...]:
        found = match_goods(book, code, direction, "", "")
        return tuple(sorted(m.measure.id for m in found if m.decides))

    changed = {
        (code, older, direction)
        for code, older in links.select("hs_code", "older_code").iter_rows()
        for direction in DIRECTIONS
        if measures(code, direction) != measures(older, direction)
    }
    named = {(m.code, m.older_code, m.direction) for m in book.moved}

    assert changed == named
    assert all(m.measures == measures(m.code, m.direction) for m in book.moved)
