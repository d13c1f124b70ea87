"""Every command and option stands in docs/commands.md, and nothing else does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from coalface.cli.case_options import SEVERITIES
from coalface.cli.main import app
from coalface.law import SEVERITY, load_rulebook
from coalface.tables.cases import CASES

DOCS = Path(__file__).parents[2] / "docs"
SHARED = {"--help", "-h", "--install-completion", "--show-completion", "--version"}


def commands(group: Any, path: str = "coalface") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield f"{path} {name}", command
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def sections() -> dict[str, str]:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: part for part in parts}


def options_of(command: Any) -> set[str]:
    return {o for p in command.params for o in p.opts if o.startswith("-")} - SHARED


def test_every_command_has_a_section_with_exactly_its_options() -> None:
    found = dict(commands(typer.main.get_command(app)))
    documented = {title for title in sections() if title.startswith("coalface ")}

    assert documented == set(found)
    for name, command in found.items():
        written = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", sections()[name]))
        assert written == options_of(command), name


def test_every_column_of_a_file_of_cases_is_documented() -> None:
    text = (DOCS / "screening-input.md").read_text(encoding="utf-8")

    assert [name for name in CASES if f"`{name}`" not in text] == []


def test_the_help_of_screen_lists_the_verdicts_in_order() -> None:
    assert SEVERITIES.split(", ") == list(SEVERITY)


def test_every_fact_of_a_case_is_an_option_of_screen() -> None:
    found = dict(commands(typer.main.get_command(app)))
    names = {p.name for p in found["coalface screen"].params}

    assert set(CASES) - names == {"case_id", "hs_code"}
    assert "hs" in names


def test_the_readme_counts_the_packaged_rules() -> None:
    book = load_rulebook()
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")

    applied = [rule for rule in book.national if rule.effect != "reference"]
    assert {rule.state for rule in applied} == {"CHN"}
    assert f"{len(book.measures)} UN measures and {len(applied)} rules of China" in text
