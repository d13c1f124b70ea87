"""Read users' cases for screening: good rows are answered, the others come out with reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from coalface.errors import InputError
from coalface.sources.case_fields import (
    Field,
    is_refused,
    join_rejects,
    read_amount,
    read_coded,
    read_measured,
    read_text,
    set_aside,
)
from coalface.sources.case_files import RawCases, no_rejects, open_case_file
from coalface.sources.case_times import read_days, read_times
from coalface.sources.hs_codes import find_editions, read_hs_code
from coalface.sources.seen_ids import SeenIds
from coalface.sources.spellings import (
    read_country,
    read_direction,
    read_hs_revision,
    read_yes_no,
)
from coalface.tables.cases import CASES, DIRECTIONS

__all__ = ["CasesRead", "read_case", "read_case_batches", "read_cases"]

BATCH_ROWS = 500_000
SAME_MASS = 0.1  # two masses of one row may differ as gross and net do, not by more
FREE_TEXT = ("commodity", "activity", "via", "ledger", "ledger_2", "description")
COUNTRIES = ("origin", "importer")
YES_NO = ("livelihood_evidence", "committee_notified", "committee_approved")
MEASURED = (
    ("quantity", "unit"),
    ("ledger_quantity", "ledger_unit"),
    ("ledger_2_quantity", "ledger_2_unit"),
)
SINGLE = ("value_usd", "mass_t", "ledger_mass_t", "ledger_value_usd")
CODE_EXPECTED = "a known HS code of 2, 4, 6, 8 or 10 digits, as text"


@dataclass(frozen=True, slots=True)
class CasesRead:
    """What a file of cases gave.

    Attributes:
        cases: Table `cases`, the rows that can be screened.
        rejects: The others: `file, row, column, found, expected, reason`, one row a complaint.
        notes: What a reader should know of how the file was read.
    """

    cases: pl.DataFrame
    rejects: pl.DataFrame
    notes: tuple[str, ...] = ()


def read_cases(path: Path, *, encoding: str = "utf-8", ignore: Sequence[str] = ()) -> CasesRead:
    """Read a whole file of cases: CSV, Parquet or XLSX.

    Args:
        path: The file.
        encoding: How a text file is written; UTF-8 unless told.
        ignore: Columns of the file to leave out.

    Raises:
        InputError: If the file as a whole cannot be read: truncated, no such column, no text.
    """
    parts = list(read_case_batches(path, BATCH_ROWS, encoding=encoding, ignore=ignore))
    notes = dict.fromkeys(note for part in parts for note in part.notes)
    return CasesRead(
        pl.concat([part.cases for part in parts]),
        pl.concat([part.rejects for part in parts]),
        tuple(notes),
    )


def read_case_batches(
    path: Path,
    batch_rows: int = BATCH_ROWS,
    *,
    encoding: str = "utf-8",
    ignore: Sequence[str] = (),
) -> Iterator[CasesRead]:
    """Read a file of cases in batches, so that twenty million rows need little memory.

    A `case_id` met in an earlier batch is found by its 64-bit hash, 8 bytes a row; among twenty
    million different ids the chance of one false match is about one in 90,000.

    Args:
        path: The file.
        batch_rows: Rows of one batch, at most.
        encoding: How a text file is written.
        ignore: Columns of the file to leave out.

    Raises:
        InputError: As `read_cases`.
    """
    seen = SeenIds()
    n_rows = 0
    for raw in open_case_file(path, batch_rows, encoding=encoding, ignore=ignore):
        n_rows += len(raw.frame) + len(raw.rejects)
        yield _check(raw, _read_ids(raw, seen))
    if not n_rows:
        raise InputError(f"{path.name}: columns but no rows. Nothing to screen.")


def read_case(facts: Mapping[str, str]) -> CasesRead:
    """Read one case from its facts as text, by the same rules as a row of a file."""
    given = {name: [fact] for name, fact in facts.items()}
    frame = pl.DataFrame({"row": [1]} | given, {"row": pl.Int64} | dict.fromkeys(given, pl.String))
    raw = RawCases("the options", frame, no_rejects())
    return _check(raw, _read_ids(raw, SeenIds()))


def _check(raw: RawCases, ids: Field) -> CasesRead:
    fields: dict[str, Field] = {"case_id": ids}
    fields |= {name: read_text(raw, name) for name in FREE_TEXT}
    fields |= {name: read_amount(raw, name) for name in SINGLE}
    fields |= {
        name: read_coded(raw, name, read_country, "an ISO 3166 code or a country's name")
        for name in COUNTRIES
    }
    fields |= {name: _read_yes_no(raw, name) for name in YES_NO}
    fields |= read_days(raw, ("contract_on", "shipped_on"))
    fields |= read_times(raw)
    fields |= _read_quantities(raw, fields["mass_t"])
    fields |= _read_goods(raw)
    fields["direction"] = _read_direction(raw)
    parts = [raw.rejects, *(part for field in fields.values() for part in field.rejects)]
    rejects = join_rejects(parts)
    cases = pl.DataFrame([fields[name].values.alias(name) for name in CASES])
    if len(rejects):
        is_good = ~raw.frame["row"].cast(pl.Int64).is_in(rejects["row"].unique().implode())
        cases = cases.filter(is_good)
    notes = dict.fromkeys(note for field in fields.values() for note in field.notes)
    return CasesRead(cases, rejects, (*raw.notes, *notes))


def _read_ids(raw: RawCases, seen: SeenIds) -> Field:
    """Give the ids, `row-N` where there is none; `seen` knows those of the batches before."""
    given = read_text(raw, "case_id").values
    ids = given
    if given.null_count():
        numbered = raw.frame.select(pl.format("row-{}", "row")).to_series()
        ids = numbered.zip_with(given.is_null(), given)
    bad = seen.find_repeated(given)
    reason = "an earlier row has this case_id; that row stands"
    return Field(ids, set_aside(raw, bad, "case_id", "an id used once", reason))


def _read_yes_no(raw: RawCases, name: str) -> Field:
    if name in raw.frame.columns and raw.frame.schema[name] == pl.Boolean:
        return Field(raw.frame[name])
    read = read_coded(raw, name, read_yes_no, "yes, no, or empty for unknown")
    return Field(
        read.values.eq("true")
        if read.values.null_count() < len(read.values)
        else read.values.cast(pl.Boolean),
        read.rejects,
    )


def _read_direction(raw: RawCases) -> Field:
    expected = f"one of {', '.join(DIRECTIONS)}"
    read = read_coded(raw, "direction", read_direction, expected)
    empty = read.values.is_null() & ~is_refused(raw, read)
    return Field(
        read.values, (*read.rejects, *set_aside(raw, empty, "direction", expected, "empty"))
    )


def _read_quantities(raw: RawCases, mass: Field) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for amount, unit in MEASURED:
        fields[amount], fields[unit], is_mass = read_measured(raw, amount, unit)
        if amount == "quantity":
            fields["mass_t"] = _fill_mass(raw, mass, fields[amount], is_mass)
    return fields


def _fill_mass(raw: RawCases, mass: Field, quantity: Field, is_mass: pl.Series) -> Field:
    if not is_mass.any():
        return mass
    frame = pl.DataFrame({"mass": mass.values, "quantity": quantity.values, "is_mass": is_mass})
    filled = frame.select(
        values=pl.when(pl.col("mass").is_null() & pl.col("is_mass"))
        .then("quantity")
        .otherwise("mass"),
        bad=(
            pl.col("is_mass")
            & (
                (pl.col("mass") - pl.col("quantity")).abs()
                > SAME_MASS * pl.max_horizontal("mass", "quantity")
            )
        ).fill_null(value=False),
    )
    rejects = set_aside(
        raw,
        filled["bad"],
        "mass_t",
        "the mass that quantity and unit give",
        "mass_t and quantity differ by more than a tenth; one of them is wrong",
    )
    return Field(filled["values"], (*mass.rejects, *rejects))


def _read_goods(raw: RawCases) -> dict[str, Field]:
    revision = read_coded(raw, "hs_revision", read_hs_revision, "an edition such as HS2017 or H5")
    code = read_coded(raw, "hs_code", read_hs_code, CODE_EXPECTED)
    activity = read_text(raw, "activity").values
    nothing = code.values.is_null() & activity.is_null() & ~is_refused(raw, code)
    rejects = (
        *code.rejects,
        *set_aside(raw, nothing, "hs_code", "hs_code or activity", "neither is given"),
        *_not_in_edition(raw, code.values, revision.values),
    )
    notes: tuple[str, ...] = ()
    if "hs_code" in raw.frame.columns and raw.frame.schema["hs_code"].is_numeric():
        notes = (
            "hs_code is stored as numbers: codes with a leading zero cannot be told, and are "
            "refused by their odd number of digits. Store codes as text.",
        )
    return {"hs_code": Field(code.values, rejects, notes), "hs_revision": revision}


def _not_in_edition(
    raw: RawCases, codes: pl.Series, revisions: pl.Series
) -> tuple[pl.DataFrame, ...]:
    if revisions.null_count() == len(revisions):
        return ()
    pairs = pl.DataFrame({"code": codes, "revision": revisions})
    problems = [
        (code, revision, _missing(code, revision))
        for code, revision in pairs.drop_nulls().unique().iter_rows()
        if revision not in find_editions(code)
    ]
    if not problems:
        return ()
    schema = {"code": pl.String, "revision": pl.String, "reason": pl.String}
    reasons = pairs.join(
        pl.DataFrame(problems, schema, orient="row"),
        on=["code", "revision"],
        how="left",
        maintain_order="left",
    )["reason"]
    return set_aside(raw, reasons.is_not_null(), "hs_code", "a code of the stated edition", reasons)


def _missing(code: str, revision: str) -> str:
    return f"{revision} has no {code[:6]}; it is in {', '.join(sorted(find_editions(code)))}"
