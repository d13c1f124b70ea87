"""The table engine and the row engine are two ways to one answer."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalface.law import Case, judge, load_rulebook
from coalface.law.records import record_of
from coalface.tables.cases import CASES
from coalface.trade.screening import screen_batches, screen_cases

CODES = (Path(__file__).parent / "codes_near_the_law.txt").read_text().split()
CODES += [""]
NAMES = ["coal", "crude oil", "condensate", "jet fuel", "diesel", "gold ore", "rare earth oxides"]
NAMES += ["bronze statue", "fish meal", "LPG", "peat", "niobium ore", "spare parts, civil aircraft"]
ACTIVITIES = ["squid fishing licences", "joint venture", "hydropower joint venture", "insurance"]
ACTIVITIES += ["overseas workers", "a walk in the park"]
FIRST_DAY = date(2015, 6, 1)
WINDOWS = ((date(2017, 8, 1) - FIRST_DAY).days, (date(2018, 2, 1) - FIRST_DAY).days)
UNITS = ["t", "kg", "bbl", "pcs", "kt"]


def random_cases(n: int, rng: np.random.Generator) -> pl.DataFrame:
    """Make cases in which every fact is known in about a third of the rows."""

    def pick(values: list[Any], p_known: float = 0.35) -> list[Any]:
        chosen = rng.integers(0, len(values), n)
        known = rng.random(n) < p_known
        return [values[i] if k else None for i, k in zip(chosen, known, strict=True)]

    def days(p_known: float) -> list[date | None]:
        offset = rng.integers(0, 3_000, n)
        windows = rng.integers(WINDOWS[0], WINDOWS[1], n)  # where the law turns most often
        offset = np.where(rng.random(n) < 0.4, windows, offset)
        known = rng.random(n) < p_known
        return [
            FIRST_DAY + timedelta(int(o)) if k else None for o, k in zip(offset, known, strict=True)
        ]

    def amounts(scale: float, p_known: float = 0.35) -> list[float | None]:
        value = np.exp(rng.normal(np.log(scale), 2.0, n))
        known = rng.random(n) < p_known
        return [float(v) if k else None for v, k in zip(value, known, strict=True)]

    start = days(1.0)
    is_period = rng.random(n) < 0.25
    length = rng.integers(1, 400, n)
    codes, activity = pick(CODES, 1.0), pick(ACTIVITIES, 0.1)
    activity = [a or ("insurance" if not c else None) for a, c in zip(activity, codes, strict=True)]
    columns = {
        "case_id": [f"R{i}" for i in range(n)],
        "on": [None if p else s for p, s in zip(is_period, start, strict=True)],
        "period_start": [s if p else None for p, s in zip(is_period, start, strict=True)],
        "period_end": [
            s + timedelta(int(d)) if p and s else None
            for p, s, d in zip(is_period, start, length, strict=True)
        ],
        "hs_code": [c or None for c in codes],
        "hs_revision": pick(["HS2012", "HS2017", "HS2022"]),
        "commodity": pick(NAMES),
        "activity": activity,
        "direction": pick(["from_dprk", "to_dprk", "from_dprk", "other"], 1.0),
        "value_usd": amounts(3e7),
        "mass_t": amounts(3e5),
        "quantity": amounts(1e5),
        "unit": pick(UNITS),
        "origin": pick(["PRK", "RUS"]),
        "via": pick(["Rajin", "port of RAJIN, Rason", "Dalian", "KP-RAJIN", "Nampo, not Rajin"]),
        "importer": pick(["CHN", "KOR", "IND"]),
        "livelihood_evidence": pick([True, True, False], 0.6),
        "contract_on": days(0.35),
        "shipped_on": days(0.35),
        "committee_notified": pick([True, False], 0.5),
        "committee_approved": pick([True, False], 0.2),
        "ledger": pick(["committee_reported"]),
        "ledger_mass_t": amounts(3e5, 0.5),
        "ledger_value_usd": amounts(1e8, 0.5),
        "ledger_quantity": amounts(3e5, 0.5),
        "ledger_unit": pick(UNITS, 0.6),
        "ledger_2": pick(["alleged"]),
        "ledger_2_quantity": amounts(4e5, 0.4),
        "ledger_2_unit": pick(UNITS, 0.6),
        "description": pick(["in bulk", "crude oil", "Jet fuels!"], 0.2),
    }
    return pl.DataFrame(columns, schema=dict(CASES))


def as_case(row: dict[str, Any]) -> Case:
    """Give a row of a table as a case of the row engine."""
    return Case(**{k: v for k, v in row.items() if v is not None})


@pytest.mark.slow
def test_every_column_of_20000_random_rows_equals_the_row_engine() -> None:
    book = load_rulebook()
    cases = random_cases(20_000, np.random.default_rng(20160302))

    screened = next(screen_batches([cases], book))

    seen = set()
    for row, place in zip(cases.iter_rows(named=True), screened.rows, strict=True):
        by_row = judge(as_case(row), book)
        by_table = screened.judgements[place]
        seen.add(by_row.verdict)
        assert record_of(by_table) == record_of(by_row), row
    assert len(seen) == 9  # the rows reach every verdict, or the test shows little


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(1, 299))
def test_verdicts_depend_neither_on_order_nor_on_how_the_rows_are_cut(seed: int, cut: int) -> None:
    book = load_rulebook()
    rng = np.random.default_rng(seed)
    cases = random_cases(300, rng)
    shuffled = cases[rng.permutation(300)]

    whole = screen_cases(cases, book)
    parts = [s.verdicts for s in screen_batches([shuffled[:cut], shuffled[cut:]], book)]

    assert pl.concat(parts).sort("case_id").equals(whole.sort("case_id"))
