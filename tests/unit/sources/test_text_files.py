import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalface.sources.text_files import find_delimiter, find_encoding, read_text_rows

CHINESE = ["无烟煤", "平壤市贸易公司", "铁矿石精矿", "朝鲜"]
WESTERN = ["café", "São Tomé", "naïve façade", "Übergröße", "Québec, déjà"]


@pytest.mark.parametrize("word", CHINESE)
def test_chinese_bytes_are_named_gb18030(word: str) -> None:
    assert "gb18030" in find_encoding(f"a,{word},b\n".encode("gb18030"))


@pytest.mark.parametrize("word", WESTERN)
def test_western_bytes_are_named_latin_1(word: str) -> None:
    assert "latin-1" in find_encoding(f"a,{word},b\n".encode("latin-1"))


def test_the_delimiter_is_the_one_that_finds_known_columns() -> None:
    known = ("case_id", "on", "hs_code")

    assert find_delimiter("case_id;on;hs_code", known) == ";"
    assert find_delimiter('case_id,on,"hs_code"', known) == ","
    assert find_delimiter("case_id\ton\ths,code", known) == "\t"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)))
def test_rows_are_numbered_as_a_spreadsheet_shows_them(cells: list[str]) -> None:
    path = Path("/nonexistent")
    lines = ["head"] + ['"' + cell.replace('"', '""') + '"' for cell in cells]

    rows = list(read_text_rows(FakePath(path, "\n".join(lines)), ","))  # type: ignore[arg-type]

    assert [(r.row, r.cells) for r in rows] == [
        (n, (cell,)) for n, cell in enumerate(cells, 2) if cell
    ]


class FakePath:
    """A path whose file is in memory, so that hypothesis writes none."""

    def __init__(self, path: Path, text: str) -> None:
        self.name = path.name
        self.text = text

    def open(self, mode: str) -> object:
        assert mode == "rb"
        return io.BytesIO(self.text.encode("utf-8"))
