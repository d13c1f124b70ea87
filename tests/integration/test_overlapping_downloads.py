"""Downloads that overlap, taken in one after the other: every question reads the last of them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coalface.cli.main import app
from coalface.pipeline.facts import open_facts

HEADER = (
    "typeCode,freqCode,period,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,"
    "motCode,customsCode,partner2Code,netWgt,cifvalue,fobvalue,primaryValue"
)
VALUES = (1_186_800_000, 1_186_900_000, 1_187_000_000)  # of China's anthracite from the DPRK, 2016


def ask(*words: str) -> str:
    told = CliRunner().invoke(app, list(words))
    assert told.exit_code == 0, told.output
    return told.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("downloads")
    workspace = place / "workspace"
    ask("workspace", "import-packaged", "--workspace", str(workspace))
    for n, value in enumerate(VALUES):
        years = {2015: 1_049_000_000, 2016: value} if n == 0 else {2016: value}
        rows = [
            f"C,A,{year},156,M,408,H4,270111,0,C00,0,22490000000,{usd},,{usd}"
            for year, usd in years.items()
        ]
        file = place / f"download-{n}.csv"
        file.write_text("\n".join([HEADER, *rows]) + "\n")
        ask("ingest", "comtrade", str(file), "--workspace", str(workspace))
    return workspace


def test_unit_values_and_mixups_take_the_last_download(folder: Path) -> None:
    asked = ("--workspace", str(folder), "--source", "comtrade", "--json")
    unit_values = json.loads(ask("trade", "unit-values", *asked))
    mixups = json.loads(ask("trade", "mixups", *asked))

    for answer in (unit_values, mixups):
        assert [r["value_usd"] for r in answer["rows"] if r["year"] == 2016] == [VALUES[-1]]
    assert any("earlier ingests" in note for note in unit_values["notes"])


def test_emergence_takes_the_last_download(folder: Path) -> None:
    asked = ("--exporter", "ALL", "--fdr", "1", "--workspace", str(folder), "--json")
    answer = json.loads(ask("trade", "emerging", *asked, "--source", "comtrade"))

    assert [r["value_usd"] for r in answer["rows"]] == [pytest.approx(VALUES[-1])]
    assert any("earlier ingests" in note for note in answer["notes_of_book"])


def test_the_mirror_takes_the_last_download(folder: Path) -> None:
    asked = ("--year", "2016", "--hs", "270111", "--workspace", str(folder), "--json")
    answer = json.loads(ask("trade", "mirror", *asked))

    cells = [c for c in answer["rows"] if c["exporter"] == "PRK" and c["importer"] == "CHN"]
    assert VALUES[-1] in [c["import_cif_usd"] for c in cells]
    assert all(c["import_cif_usd"] not in VALUES[:-1] for c in cells)
    assert all(c["import_cif_usd"] < 2 * VALUES[0] for c in cells)


def test_the_analyses_of_the_brief_take_the_last_download(folder: Path) -> None:
    flows = open_facts(folder).read("flows").filter(source_id="comtrade", dataset="annual")

    values = flows.sort("period_start")["value_cif_usd"].to_list()
    assert values == [1_049_000_000, VALUES[-1]]
