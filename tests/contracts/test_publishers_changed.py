"""One changed file of each kind: reading fails, or refuses the row, with the name of the change."""

import gzip
import zipfile
from pathlib import Path

import pytest
from tests.contracts.publisher_files import (
    BACI_HEADER,
    COMTRADE_HEADER,
    GACC_HEADER,
    LEGACY_HEADER,
    MAPPING,
    baci_records,
    comtrade_records,
    gacc_records,
    legacy_records,
    mapped_lines,
    pinksheet_rows,
)
from tests.contracts.publisher_writers import write_csv, write_json, write_pinksheet, write_sheet
from tests.contracts.test_publishers import read_all

from coalface.errors import CoalfaceError, DefinitionError, InputError
from coalface.sources.kinds import find_kind, read_file
from coalface.sources.reading import ReadOptions

FORMATS = {
    "comtrade": ("comtrade", COMTRADE_HEADER, comtrade_records()),
    "legacy": ("comtrade", LEGACY_HEADER, legacy_records()),
    "baci": ("baci", BACI_HEADER, baci_records()),
    "gacc": ("gacc", GACC_HEADER, gacc_records()),
}


def read_lines(path: Path, lines: list[str], kind: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    list(read_file(path, kind, ReadOptions(flow="import")))


def lines_of(tmp_path: Path, name: str) -> tuple[str, list[str]]:
    kind, header, records = FORMATS[name]
    path = write_csv(tmp_path / "whole.csv", header, records)
    return kind, path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("comtrade", "primaryValue", "primaryValueUSD"),
        ("comtrade", "reporterCode", "reporter_cd"),
        ("legacy", "TradeValueUS", "TradeValueEUR"),
        ("baci", "v", "value"),
        ("gacc", "贸易伙伴名称", "贸易伙伴国名"),
    ],
)
def test_renamed_column_is_named_with_what_was_expected(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    kind, lines = lines_of(tmp_path, name)
    header = lines[0].split(",")
    header[header.index(old)] = new

    with pytest.raises(InputError, match=rf"column '{old}' is missing") as caught:
        read_lines(tmp_path / "changed.csv", [",".join(header), *lines[1:]], kind)

    assert new in str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
def test_new_column_is_named(tmp_path: Path, name: str) -> None:
    kind, lines = lines_of(tmp_path, name)
    changed = [f"{lines[0]},carbonTax", *(f"{line},7" for line in lines[1:])]

    with pytest.raises(InputError, match=r"column 'carbonTax' is not known"):
        read_lines(tmp_path / "changed.csv", changed, kind)


@pytest.mark.parametrize("name", FORMATS)
def test_column_that_stands_twice_is_named(tmp_path: Path, name: str) -> None:
    kind, lines = lines_of(tmp_path, name)
    first = FORMATS[name][1][0] if name != "comtrade" else "period"
    first = "Period" if name == "legacy" else first
    changed = [f"{lines[0]},{first}", *(f"{line},7" for line in lines[1:])]

    with pytest.raises(InputError, match=r"two columns hold"):
        read_lines(tmp_path / "changed.csv", changed, kind)


@pytest.mark.parametrize("name", ["comtrade", "legacy"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_cells_shifted_by_one_column_are_told_by_what_they_hold(
    tmp_path: Path, name: str, side: str
) -> None:
    kind, lines = lines_of(tmp_path, name)
    if side == "left":
        rows = [f"{line.split(',', 1)[1]}," for line in lines[1:]]
    else:
        rows = [f"0,{line.rsplit(',', 1)[0]}" for line in lines[1:]]

    with pytest.raises(InputError, match=rf"one column to the {side} of their names"):
        read_lines(tmp_path / "changed.csv", [lines[0], *rows], kind)


def test_row_shifted_alone_is_refused_by_name(tmp_path: Path) -> None:
    _, lines = lines_of(tmp_path, "comtrade")
    lines[5] = f"0,{lines[5]}"
    path = tmp_path / "c.csv"
    path.write_text("\n".join(lines) + "\n")

    read = read_all(path, "comtrade")

    assert read.rejects["row"].to_list() == [6]
    assert "neighbour" in read.rejects["reason"][0]


@pytest.mark.parametrize("name", FORMATS)
def test_header_that_stands_again_is_refused_by_name(tmp_path: Path, name: str) -> None:
    kind, lines = lines_of(tmp_path, name)
    path = tmp_path / "glued.csv"
    path.write_text("\n".join([*lines[:5], lines[0], *lines[5:]]) + "\n", encoding="utf-8")

    read = read_all(path, kind, flow="import")

    assert read.rejects["row"].to_list() == [6]
    assert "two files in one" in read.rejects["reason"][0]
    assert len(read.rows) == len(lines) - 1


@pytest.mark.parametrize("name", FORMATS)
def test_file_cut_in_the_middle_of_a_record_is_an_error(tmp_path: Path, name: str) -> None:
    kind, lines = lines_of(tmp_path, name)
    path = tmp_path / "cut.csv"
    path.write_text("\n".join([*lines[:8], lines[8].split(",", 3)[0] + ",1"]), encoding="utf-8")

    with pytest.raises(InputError, match=r"cut short. Its last whole row is 8"):
        list(read_file(path, kind, ReadOptions(flow="import")))


def test_file_cut_in_the_middle_of_a_quoted_cell_is_an_error(tmp_path: Path) -> None:
    _, lines = lines_of(tmp_path, "comtrade")
    path = tmp_path / "cut.csv"
    path.write_text("\n".join(lines)[: "\n".join(lines).rindex('"Coal') + 9])

    with pytest.raises(InputError, match=r"a quoted cell is not closed"):
        list(read_file(path, "comtrade", ReadOptions()))


def test_json_cut_anywhere_is_an_error(tmp_path: Path) -> None:
    whole = write_json(tmp_path / "r.json", comtrade_records()).read_bytes()
    path = tmp_path / "cut.json"
    for n_bytes in range(2, len(whole) - 1, 997):
        path.write_bytes(whole[:n_bytes])

        with pytest.raises(InputError):
            list(read_file(path, "comtrade", ReadOptions()))


def test_json_with_a_renamed_key_names_it(tmp_path: Path) -> None:
    path = write_json(tmp_path / "r.json", comtrade_records())
    path.write_text(path.read_text().replace("primaryValue", "primeValue"))

    with pytest.raises(InputError, match=r"record 1: no key 'primaryValue'.*'primeValue'"):
        list(read_file(path, "comtrade", ReadOptions()))


def test_json_with_a_wrong_count_is_an_error(tmp_path: Path) -> None:
    path = write_json(tmp_path / "r.json", comtrade_records())
    path.write_text(path.read_text().replace('"count": 20', '"count": 21'))

    with pytest.raises(InputError, match=r"says 21 records, found 20"):
        list(read_file(path, "comtrade", ReadOptions()))


def test_china_customs_without_a_flow_asks_for_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "g.csv", GACC_HEADER, gacc_records())

    with pytest.raises(InputError, match=r"--flow import or --flow export"):
        list(read_file(path, "gacc", ReadOptions()))


def test_china_customs_with_an_unnamed_currency_asks_for_it(tmp_path: Path) -> None:
    header = [name.replace("人民币", "金额") for name in GACC_HEADER]
    records = [{k.replace("人民币", "金额"): v for k, v in r.items()} for r in gacc_records()]
    path = write_csv(tmp_path / "g.csv", header, records)

    with pytest.raises(InputError, match=r"--currency CNY"):
        list(read_file(path, "gacc", ReadOptions(flow="import")))


@pytest.mark.parametrize(
    ("row", "old", "new", "message"),
    [
        (0, "Coal, Australian", "Coal, Newcastle", "no column 'Coal, Australian'"),
        (0, "Cocoa", "Cocoa beans of Mars", "'Cocoa beans of Mars' is not known"),
        (1, "($/dmtu)", "($/wmt)", "given in '($/wmt)', expected '($/dmtu)'"),
        (5, "1960M04", "Apr-60", "row 10: period 'Apr-60'"),
        (5, "1960M04", "1960M03", "a month that stood before"),
    ],
)
def test_changed_pink_sheet_names_the_change(
    tmp_path: Path, row: int, old: str, new: str, message: str
) -> None:
    rows = pinksheet_rows()
    rows[row] = [new if cell == old else cell for cell in rows[row]]

    with pytest.raises(InputError) as caught:
        list(read_file(write_pinksheet(tmp_path / "p.xlsx", rows), "pinksheet", ReadOptions()))

    assert message in str(caught.value)


def test_price_in_words_is_refused_with_its_cell(tmp_path: Path) -> None:
    rows = pinksheet_rows()
    rows[3][2] = "high"

    read = read_all(write_pinksheet(tmp_path / "p.xlsx", rows), "pinksheet")

    assert read.rejects.select("row", "column", "found").rows() == [(8, "crude_brent", "high")]


def test_workbook_without_the_sheet_names_those_it_has(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "p.xlsx", pinksheet_rows(), sheet="Annual Prices")

    with pytest.raises(InputError, match=r"no sheet 'Monthly Prices'.*Annual Prices"):
        list(read_file(path, "pinksheet", ReadOptions()))
    with pytest.raises(InputError, match=r"Annual Prices"):
        find_kind(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("HS코드}", "HS부호}", "no column 'HS부호'"),
        ("ignore: {순번: number of the line}", "ignore: {}", "'순번' is neither used nor ignored"),
    ],
)
def test_mapped_table_that_does_not_fit_its_mapping_names_the_column(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    mapping = tmp_path / "m.yml"
    mapping.write_text(MAPPING.replace(old, new), encoding="utf-8")
    path = write_sheet(tmp_path / "m.xlsx", mapped_lines())

    with pytest.raises(InputError, match=message):
        list(read_file(path, "mapped", ReadOptions(mapping=mapping)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("thousands: true", "thousand: true", r"m.yml, line 24: unknown key 'thousand'"),
        ("constants: {partner: PRK}", "constants: {}", r"partner stands neither"),
        ('format: "%Y.%m"', 'format: "%d"', r"must hold %Y"),
        ("header_row: 3", "header_row: 0", r"line 5"),
        ("hs_code: {column", "hscode: {column", r"line 10"),
    ],
)
def test_wrong_mapping_file_is_an_error_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    mapping = tmp_path / "m.yml"
    mapping.write_text(MAPPING.replace(old, new), encoding="utf-8")
    path = write_sheet(tmp_path / "m.xlsx", mapped_lines())

    with pytest.raises(DefinitionError, match=message):
        list(read_file(path, "mapped", ReadOptions(mapping=mapping)))


def repack(source: Path, target: Path, **extra: bytes) -> Path:
    """Copy a workbook with further parts, `__` standing for a slash in their names."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
        for name, data in extra.items():
            new.writestr(name.replace("__", "/"), data)
    return target


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm"])
def test_workbook_with_macros_is_refused_by_name(tmp_path: Path, ending: str) -> None:
    plain = write_pinksheet(tmp_path / "p.xlsx", pinksheet_rows())
    path = repack(plain, tmp_path / f"macros{ending}", **{"xl__vbaProject.bin": b"\0"})

    with pytest.raises(InputError, match=r"holds macros \(xl/vbaProject.bin\)"):
        find_kind(path)


def test_workbook_that_unpacks_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    plain = write_pinksheet(tmp_path / "p.xlsx", pinksheet_rows())
    path = repack(plain, tmp_path / "bomb.xlsx", **{"xl__worksheets__sheet9.xml": bytes(64 << 20)})

    with pytest.raises(InputError, match=r"sheet9.xml' unpacks from"):
        list(read_file(path, "pinksheet", ReadOptions()))


@pytest.mark.parametrize("name", ["..__..__etc__passwd", "__etc__passwd", "C:__x", "..\\x"])
def test_part_outside_the_workbook_is_refused_by_name(tmp_path: Path, name: str) -> None:
    plain = write_pinksheet(tmp_path / "p.xlsx", pinksheet_rows())
    path = repack(plain, tmp_path / "out.xlsx", **{name: b"x"})

    with pytest.raises(InputError, match=r"lies outside the workbook"):
        list(read_file(path, "pinksheet", ReadOptions()))


def test_gzip_that_unpacks_out_of_all_proportion_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv.gz"
    path.write_bytes(gzip.compress(b",".join([b"period"] * 9) + (b"\n" + b"0" * 999) * 80_000))

    with pytest.raises(InputError, match=r"unpacks to more than 200 times"):
        list(read_file(path, "comtrade", ReadOptions()))


def test_zip_archive_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "BACI.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS17_Y2020_V202401.csv", "t,i,j,k,v,q\n")

    for call in (find_kind, lambda p: list(read_file(p, "baci", ReadOptions()))):
        with pytest.raises(InputError, match=r"Unpack it"):
            call(path)


@pytest.mark.parametrize("kind", ["comtrade", "baci", "gacc", "pinksheet", "flows"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        b"\0" * 100,
        "t,i,j,k,v,q\n2016,4,8,270111,1,1\n".encode("utf-16"),
        "t,i,j,k,v,q\n2016,4,8,270111,1,1\n".encode("utf-16-le"),
        b"t,i,j,k,v,q\r2016,4,8,270111,1,1\r",
        b"x," * 2_000_000,
        b"x," * 2_000_000 + b"\n",
        b"PAR1" + b"\0" * 50,
        b"PK\x03\x04" + b"\0" * 50,
        b"{" * 100_000,
        b"\xff\xfe\xfd",
    ],
)
def test_what_is_no_table_is_a_clear_error(tmp_path: Path, kind: str, data: bytes) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(data)

    with pytest.raises(CoalfaceError, match=r"strange\.csv"):
        list(read_file(path, kind, ReadOptions(flow="import")))
    with pytest.raises(CoalfaceError, match=r"strange\.csv"):
        list(read_file(path, find_kind(path), ReadOptions()))


def test_nul_byte_is_named_with_its_line(tmp_path: Path) -> None:
    _, lines = lines_of(tmp_path, "baci")
    path = tmp_path / "b.csv"
    path.write_bytes("\n".join([*lines[:4], "\0", *lines[4:]]).encode())

    with pytest.raises(InputError, match=r"line 5: a NUL byte"):
        list(read_file(path, "baci", ReadOptions()))
