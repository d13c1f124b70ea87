"""Screen tables of cases against the law, as the row engine would, millions of rows at a time.

A verdict depends on a row only through its scope, the spells of law that its time meets, and its
answers to the questions asked there. Each such signature is worked out by column; the engine of
`coalface.law` is then asked once for each signature that occurs, so that both always agree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from coalface.law.judgement import Judgement, decide
from coalface.law.questions import Question
from coalface.law.rulebook import Rulebook
from coalface.tables.cases import check_cases
from coalface.tables.verdicts import VERDICT_COLUMNS
from coalface.trade.answers import COLUMNS, TIME, answer, prepare
from coalface.trade.scopes import Scopes, scope_ids
from coalface.trade.spells import cells_of_spell, spell_ids
from coalface.trade.verdict_columns import columns_of, verdict_columns

__all__ = ["Screened", "screen_batches", "screen_cases"]

Ints = NDArray[np.int64]
BITS = 2  # an answer is 0 to 3
MAX_QUESTIONS = 20  # of one spell: 40 bits of answers under 24 bits of spell
ANSWER_BITS = BITS * MAX_QUESTIONS
MASK = (1 << ANSWER_BITS) - 1


@dataclass(frozen=True, slots=True)
class Screened:
    """The verdicts of some cases, and the judgement behind each row.

    Attributes:
        cases: The table that was screened.
        judgements: Every judgement met so far in this run.
        rows: For each case the index of its judgement.
        columns: The judgements as columns.
    """

    cases: pl.DataFrame
    judgements: list[Judgement]
    rows: NDArray[np.int32]
    columns: pl.DataFrame

    @property
    def verdicts(self) -> pl.DataFrame:
        """Give table `verdicts`, one row a case, in the order of the cases."""
        return self.select(*VERDICT_COLUMNS)

    def select(self, *names: str) -> pl.DataFrame:
        """Give some columns of table `verdicts`."""
        return verdict_columns(self.cases, self.rows, self.columns, names)


@dataclass
class _Run:
    """What is learned from batch to batch."""

    scopes: Scopes
    judgements: list[Judgement] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    questions: dict[int, tuple[Question, ...]] = field(default_factory=dict)
    columns: pl.DataFrame = field(default_factory=lambda: columns_of([]))


def screen_cases(cases: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Screen a table of cases.

    It clears nobody: parties, end use, transport and national law stay unchecked.

    Args:
        cases: Table `cases`, in any order.
        book: The rulebook.

    Returns:
        Table `verdicts`, one row a case, in the order of the cases.

    Raises:
        TableError: If `cases` lacks a column, or a row has no time or no code.
    """
    return next(screen_batches([cases], book)).verdicts


def screen_batches(batches: Iterable[pl.DataFrame], book: Rulebook) -> Iterator[Screened]:
    """Screen tables one after the other, so that a file larger than memory can be answered.

    Args:
        batches: Tables `cases`.
        book: The rulebook.

    Yields:
        One result a batch. The verdicts do not depend on how the rows are cut into batches.
    """
    run = _Run(Scopes(book))
    for cases in batches:
        check_cases(cases)
        rows = _judgement_rows(cases, run)
        yield Screened(cases, run.judgements, rows, run.columns)


def _judgement_rows(cases: pl.DataFrame, run: _Run) -> NDArray[np.int32]:
    """Give each case the index of its judgement, asking the engine for what is new."""
    spells = spell_ids(cases, scope_ids(cases, run.scopes), run.scopes.known)
    signatures = _signatures(cases, spells, run)
    known = len(run.judgements)
    is_plain = (signatures & MASK) == 0  # no fact answers anything: the spell alone decides
    plain = _present(spells[is_plain])
    table = np.full(int(plain[-1]) + 1 if len(plain) else 0, -1, dtype=np.int32)
    table[plain] = [_row_of(spell << ANSWER_BITS, run) for spell in plain.tolist()]
    rows = np.empty(len(cases), dtype=np.int32)
    rows[is_plain] = np.take(table, spells[is_plain])
    rows[~is_plain] = _rows_of(pl.DataFrame({"signature": signatures[~is_plain]}), run)
    if len(run.judgements) > known:
        run.columns = pl.concat([run.columns, columns_of(run.judgements[known:])])
    return rows


def _rows_of(signatures: pl.DataFrame, run: _Run) -> NDArray[np.int32]:
    unique = signatures["signature"].unique().sort().to_list()
    table = pl.DataFrame(
        {"signature": unique, "row": [_row_of(s, run) for s in unique]},
        schema={"signature": pl.Int64, "row": pl.Int32},
    )
    joined = signatures.join(table, on="signature", how="left", maintain_order="left")
    return joined["row"].to_numpy()


def _row_of(signature: int, run: _Run) -> int:
    """Give the index of a signature's judgement; the engine is asked when it is first met."""
    if signature not in run.rows:
        run.rows[signature] = len(run.judgements)
        run.judgements.append(_judge(signature, run))
    return run.rows[signature]


def _signatures(cases: pl.DataFrame, spells: Ints, run: _Run) -> Ints:
    """Add to each row's spell its answers, two bits each, in the order in which they are asked."""
    signatures = spells << ANSWER_BITS
    asked: dict[tuple[str, ...], dict[Question, list[tuple[int, int]]]] = {}
    for spell in _present(spells).tolist():
        for place, question in enumerate(_questions(spell, run)):
            of_columns = asked.setdefault(COLUMNS[question.kind], {})
            of_columns.setdefault(question, []).append((spell, place))
    known = _known_rows(cases, list(asked))
    for names, questions in asked.items():
        if known[names].any():
            _add_answers(names, questions, cases, known[names], spells, signatures)
    return signatures


def _known_rows(
    cases: pl.DataFrame, sets: list[tuple[str, ...]]
) -> dict[tuple[str, ...], NDArray[np.bool_]]:
    """Say for each set of columns which rows hold anything in them, beside their time."""
    masks = cases.select(
        pl.any_horizontal(pl.col(n).is_not_null() for n in names if n not in TIME).alias(str(i))
        for i, names in enumerate(sets)
    )
    return {names: masks[str(i)].to_numpy() for i, names in enumerate(sets)}


def _add_answers(
    names: tuple[str, ...],
    questions: dict[Question, list[tuple[int, int]]],
    cases: pl.DataFrame,
    is_known: NDArray[np.bool_],
    spells: Ints,
    into: Ints,
) -> None:
    """Answer the questions that look at the same columns, where those hold anything."""
    shift = np.full(int(spells.max()) + 1, -1, dtype=np.int8)
    for where in questions.values():
        shift[[spell for spell, _ in where]] = 0
    rows = np.flatnonzero(is_known)
    rows = rows[np.take(shift, spells[rows]) >= 0]
    if not len(rows):
        return
    prepared, of_rows = prepare(names, cases.select(names)[rows]), spells[rows]
    for question, where in questions.items():
        shift[:] = -1
        shift[[spell for spell, _ in where]] = [place * BITS for _, place in where]
        places = shift[of_rows]
        said = answer(question, prepared).astype(np.int64)
        into[rows] |= np.where(places >= 0, said << np.maximum(places, 0).astype(np.int64), 0)


def _present(spells: Ints) -> Ints:
    """List the spells that occur, in order."""
    seen = np.zeros(int(spells.max()) + 1 if len(spells) else 0, dtype=bool)
    seen[spells] = True
    return np.flatnonzero(seen)


def _questions(spell: int, run: _Run) -> tuple[Question, ...]:
    if spell not in run.questions:
        _, cells = cells_of_spell(spell, run.scopes.known)
        questions = tuple(dict.fromkeys(q for _, c in cells for q in c.questions()))
        assert len(questions) <= MAX_QUESTIONS
        run.questions[spell] = questions
    return run.questions[spell]


def _judge(signature: int, run: _Run) -> Judgement:
    spell, answers = signature >> ANSWER_BITS, signature & MASK
    known, cells = cells_of_spell(spell, run.scopes.known)
    questions = _questions(spell, run)
    each = (1 << BITS) - 1
    return decide(
        known.scope,
        cells,
        {q: (answers >> (BITS * place)) & each for place, q in enumerate(questions)},
    )
