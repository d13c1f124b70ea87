"""Read a set of interviews: a questionnaire, and answers by code of respondent.

As YAML, questions, respondents and answers apart; as CSV, one row an answer. Neither has a place
for a name: who a respondent is belongs in a file of its own, see `coalface.workspace.private`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from pydantic import BeforeValidator, Field

from coalface.errors import DefinitionError, InputError, TableError
from coalface.sources.text_files import read_header, read_text_rows
from coalface.tables.interviews import INTERVIEWS, check_interviews
from coalface.tables.schema import dtypes_of
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["InterviewSet", "read_interviews"]

YAML = frozenset({".yml", ".yaml"})
COLUMNS = [column.name for column in INTERVIEWS.columns]
OPTIONAL = {"question", "chain"}
MAX_BYTES = 16 << 20


def _as_text(value: Any) -> Any:
    """Give what YAML reads as a truth or a number as the word that was written."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else value


Answer = Annotated[str | None, BeforeValidator(_as_text)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{1,3}[0-9]{1,4}$")]


class _Question(Definition):
    id: Annotated[str, BeforeValidator(_as_text)]
    text: str


class _Respondent(Definition):
    code: Code
    kind: str
    chain: Annotated[str | None, BeforeValidator(_as_text)] = None


class _Set(Definition):
    title: str
    notice: str = ""
    synthetic: bool = False
    questions: tuple[_Question, ...]
    respondents: tuple[_Respondent, ...]
    answers: dict[Code, dict[Annotated[str, BeforeValidator(_as_text)], Answer]]


@dataclass(frozen=True, slots=True)
class InterviewSet:
    """A set of interviews.

    Attributes:
        title: What it is about.
        notice: What a reader must know of it; of an invented set, that it is invented.
        answers: Table `interviews`.
    """

    title: str
    notice: str
    answers: pl.DataFrame


def read_interviews(path: Path, *, encoding: str = "utf-8") -> InterviewSet:
    """Read a set of interviews from `.yml` or `.csv`.

    Args:
        path: The file.
        encoding: How a CSV file is written.

    Raises:
        InputError: If it cannot be read, or speaks of a question or respondent that it does not
            list; names file, row or line, what was found, and what was expected.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file. Check the name and the folder.")
    if path.suffix.casefold() in YAML:
        return _read_yaml(path)
    if path.suffix.casefold() == ".csv":
        return InterviewSet(path.name, "", _checked(path, _read_csv(path, encoding)))
    raise InputError(f"{path.name}: a set of interviews is read from .yml or .csv.")


def _read_yaml(path: Path) -> InterviewSet:
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{path.name}: larger than {MAX_BYTES:,} bytes. Part the set.")
    try:
        found = read_definition(path.read_text(encoding="utf-8-sig"), path.name, _Set)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name}: not UTF-8 at byte {error.start}. Save it as UTF-8."
        ) from None
    except DefinitionError as error:
        raise InputError(str(error)) from None
    _check_ids(path.name, found)
    frame = pl.DataFrame(list(_rows(found)), schema=dtypes_of(INTERVIEWS), orient="row")
    if found.synthetic and not found.notice:
        raise InputError(f"{path.name}: synthetic: true needs a notice that says what is invented.")
    return InterviewSet(found.title, found.notice, _checked(path, frame))


def _check_ids(name: str, found: _Set) -> None:
    questions = [question.id for question in found.questions]
    codes = [respondent.code for respondent in found.respondents]
    for what, ids in (("question", questions), ("respondent", codes)):
        twice = [i for i in ids if ids.count(i) > 1]
        if twice:
            raise InputError(f"{name}: {what} {twice[0]!r} stands twice. Give each its own id.")
    for code, answers in found.answers.items():
        if code not in codes:
            raise InputError(
                f"{name}: answers of {code!r}, who is none of the respondents {codes}. Add the "
                "code with its kind to `respondents`."
            )
        unknown = [question for question in answers if question not in questions]
        if unknown:
            raise InputError(
                f"{name}: {code} answers {unknown[0]!r}, which is no question of this set: "
                f"{questions}. Add it to `questions`, or mend the id."
            )


def _rows(found: _Set) -> Iterator[dict[str, str | None]]:
    for question in found.questions:
        for respondent in found.respondents:
            answer = found.answers.get(respondent.code, {}).get(question.id)
            yield {
                "question_id": question.id,
                "question": question.text,
                "respondent": respondent.code,
                "kind": respondent.kind,
                "chain": respondent.chain or respondent.code,
                "answer": (answer or "").strip() or None,
            }


def _read_csv(path: Path, encoding: str) -> pl.DataFrame:
    header = read_header(path, COLUMNS, encoding=encoding)
    unknown = [cell for cell in header.cells if cell not in COLUMNS]
    missing = [c for c in COLUMNS if c not in header.cells and c not in OPTIONAL]
    if unknown or missing:
        raise InputError(
            f"{path.name}, row 1: columns missing {missing}, not known {unknown}; expected "
            f"{COLUMNS}. Names of people have no column: put them in a file of your own."
        )
    rows = []
    for line in read_text_rows(path, header.delimiter, encoding=encoding):
        if line.problem or len(line.cells) != len(header.cells):
            found = f"{len(line.cells)} cells"
            raise InputError(
                f"{path.name}, row {line.row}: {line.problem or found}, expected "
                f"{len(header.cells)} cells. Quote cells that hold a {header.delimiter!r}."
            )
        cells = {n: c.strip() or None for n, c in zip(header.cells, line.cells, strict=True)}
        rows.append({name: cells.get(name) for name in COLUMNS})
    frame = pl.DataFrame(rows, schema=dtypes_of(INTERVIEWS), orient="row")
    return frame.with_columns(chain=pl.coalesce("chain", "respondent"))


def _checked(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    if frame.is_empty():
        raise InputError(f"{path.name}: no answer. A set has questions, respondents and answers.")
    try:
        check_interviews(frame)
    except TableError as error:
        raise InputError(f"{path.name}: {error}") from None
    return frame
