"""The bundle."""

import csv
import hashlib
import io
import json
import zipfile

import polars as pl
from tests.brief_builders import make_block, make_brief, make_number, make_table

from coalface.brief.bundle import render_bundle
from coalface.brief.model import Brief, Cite


def opened(brief: Brief, tables: dict[str, pl.DataFrame] | None = None) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(render_bundle(brief, tables or {})))
    return {name: archive.read(name) for name in archive.namelist()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_same_brief_gives_the_same_bytes() -> None:
    assert render_bundle(make_brief(), {}) == render_bundle(make_brief(), {})


def test_bundle_holds_every_drawing_and_every_table_in_each_format() -> None:
    names = set(opened(make_brief(), {"balance": pl.DataFrame({"a": [1]})}))

    assert {
        "README.md",
        "analyses/balance.csv",
        "analyses/balance.parquet",
        "brief.json",
        "events.geojson",
        "events.kml",
        "figures/first-picture-narrow.svg",
        "figures/first-picture-wide.svg",
        "manifest.json",
        "numbers.csv",
        "sources.csv",
        "tables.xlsx",
        "tables/first-picture.csv",
        "tables/goods.csv",
        "tables/goods.parquet",
    } <= names


def test_cells_that_would_run_as_formulas_are_quoted_and_numbers_are_not() -> None:
    texts = ("=1+1", "+cmd", "-2+3", "@x", "-3.5", "plain")
    rows = tuple((text, make_number(f"x/{i}", -1.0), "", Cite(())) for i, text in enumerate(texts))
    brief = make_brief(blocks=(make_block(tables=(make_table(rows=rows),)),))

    found = rows_of(opened(brief)["tables/goods.csv"])

    goods = [row["Good"] for row in found]
    assert goods == ["'=1+1", "'+cmd", "'-2+3", "'@x", "-3.5", "plain"]
    assert {row["value_value"] for row in found} == {"-1.0"}


def test_csv_starts_with_the_mark_that_spreadsheets_look_for() -> None:
    assert opened(make_brief())["numbers.csv"].startswith(b"\xef\xbb\xbf")


def test_numbers_file_lists_every_number_with_its_inputs() -> None:
    found = rows_of(opened(make_brief())["numbers.csv"])

    assert [row["id"] for row in found] == ["test/cents", "test/a", "test/b"]
    assert found[1]["inputs"] == "flows/a"
    assert found[2]["value"] == ""


def test_manifest_gives_the_digest_of_each_other_file() -> None:
    files = opened(make_brief())
    manifest = json.loads(files.pop("manifest.json"))

    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }


def test_readme_cites_the_originals_and_the_limits() -> None:
    readme = opened(make_brief())["README.md"].decode()

    assert "First source" in readme
    assert "https://example.org/b" in readme
    assert "Missing is not zero." in readme


def test_workbook_has_a_sheet_of_notes_and_one_a_table() -> None:
    sheets = pl.read_excel(io.BytesIO(opened(make_brief())["tables.xlsx"]), sheet_id=0)

    assert list(sheets) == ["Notes", "first-picture", "goods"]
