import pytest

from coalface.cli.printing import View, counted, print_view

WIDE = View(
    "A title",
    ("!Id", "Words", ">Amount", "~Note", "~More"),
    [
        ("UN-2371-8-coal", "prohibited_unless_approved", "US$ 12.34 bn", "a note " * 9, "x" * 20),
        ("UN-1", "short", "no figure", "[brackets] stay", ""),
    ],
    ("A remark.",),
)


@pytest.mark.parametrize("width", [70, 80, 100, 120, 200])
def test_no_word_is_broken_and_no_line_is_too_long(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    print_view(WIDE)

    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines()) <= width
    for text in ("UN-2371-8-coal", "prohibited_unless_approved", "US$ 12.34 bn", "no figure"):
        assert text in printed
    assert "A remark." in printed


def test_columns_left_out_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "72")

    print_view(WIDE)

    assert "Left out at this width: Note, More" in capsys.readouterr().out


def test_brackets_are_text_not_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    print_view(WIDE)

    assert "[brackets] stay" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 rows were left"), (1, "1 row was left"), (2500, "2,500 rows were left")],
)
def test_what_is_counted_agrees_with_its_number(count: int, said: str) -> None:
    assert counted(count, "row", "was left", "were left") == said
