"""Do respondents agree? Counted by chains: what one person has told several is one answer."""

import polars as pl

from coalface.tables.interviews import check_interviews

__all__ = ["ALL_KINDS", "SPLIT", "find_agreement"]

ALL_KINDS = "all"
#: The answer of a chain whose members answer differently: it counts for none of them.
SPLIT = "(split)"
#: Answers that say nothing of the question.
NOT_KNOWN = ("unknown", "don't know", "does not know", "no answer", "n/a", "모름", "不知道")
MIN_CHAINS = 2  # one chain agrees with nobody


def find_agreement(interviews: pl.DataFrame) -> pl.DataFrame:
    """Find how far chains of respondents give the same answer, by question and kind of respondent.

    That many agree does not make it so. Those of one chain count once: repetition is not
    corroboration. Answers count as the same if they are the same words, whatever their case.

    Args:
        interviews: Table `interviews`.

    Returns:
        One row a question and kind, and one for `all`: `question_id`, `question`, `kind`,
        `n_respondents` asked, `n_answered` and `n_not_known` of them, `n_chains` that answered,
        `answer` most given (null where several are given alike), `n_chains_agree` with it,
        `agreement_share` (null under two chains), and `answers`, each with its number of chains.
    """
    check_interviews(interviews)
    words = pl.col("answer").str.strip_chars().str.to_lowercase()
    plain = interviews.with_columns(
        words=words,
        says=pl.when(words.is_not_null() & ~words.is_in(NOT_KNOWN)).then(words),
        _order=pl.int_range(pl.len()),
    )
    both = pl.concat([plain, plain.with_columns(kind=pl.lit(ALL_KINDS))])
    by = ["question_id", "kind"]
    asked = both.group_by(by).agg(
        pl.col("question").drop_nulls().first(),
        n_respondents=pl.len().cast(pl.Int64),
        n_answered=pl.col("says").is_not_null().sum().cast(pl.Int64),
        n_not_known=(pl.col("words").is_not_null() & pl.col("says").is_null()).sum().cast(pl.Int64),
        _order=pl.col("_order").min(),
    )
    return (
        asked.join(_by_answer(both, by), on=by, how="left")
        .with_columns(
            pl.col("n_chains").fill_null(0), pl.col("answers").fill_null(""),
            is_all=pl.col("kind") == ALL_KINDS,
        )
        .with_columns(_question=pl.col("_order").min().over("question_id"))
        .sort("_question", "is_all", "kind", descending=[False, True, False])
        .drop("_order", "_question", "is_all")
    )  # fmt: skip


def _by_answer(answers: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    chains = (
        answers.drop_nulls("says")
        .group_by(*by, "chain")
        .agg(pl.col("says").unique().sort())
        .select(
            *by,
            says=pl.when(pl.col("says").list.len() > 1)
            .then(pl.lit(SPLIT))
            .otherwise(pl.col("says").list.first()),
        )
    )
    counted = chains.group_by(*by, "says").agg(n=pl.len().cast(pl.Int64))
    in_order = counted.sort("n", "says", descending=[True, False])
    n_chains, most = pl.col("n").sum(), pl.col("n").filter(pl.col("says") != SPLIT).max()
    is_most = (pl.col("n") == most) & (pl.col("says") != SPLIT)
    return in_order.group_by(by, maintain_order=True).agg(
        n_chains=n_chains,
        answer=pl.when(is_most.sum() == 1).then(pl.col("says").filter(is_most).first()),
        n_chains_agree=pl.when(is_most.sum() == 1).then(most),
        agreement_share=pl.when((n_chains >= MIN_CHAINS) & (is_most.sum() == 1)).then(
            most / n_chains
        ),
        answers=pl.format("{}: {}", "says", "n").str.join(", "),
    )
