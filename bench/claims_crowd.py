"""Many claims for the cost of the checks: the gold claims again and again, of other documents."""

from datetime import date, timedelta

import numpy as np
import polars as pl

__all__ = ["crowd_of"]

FIRST_DAY = date(2005, 1, 1).toordinal()
SPREAD_DAYS = 6000
DAY = timedelta(days=1)


def crowd_of(claims: pl.DataFrame, n: int, rng: np.random.Generator) -> pl.DataFrame:
    """Give `n` claims shaped like the given ones: whole documents drawn again, moved in time.

    Every copy of a document keeps its claims together and moves all their days by a whole number
    of years, so blocks of one subject and time grow with `n`, as a real archive's would.
    """
    documents = claims["document_id"].unique().sort().to_list()
    parts: list[pl.DataFrame] = []
    total = 0
    while total < n:
        document = documents[int(rng.integers(len(documents)))]
        years = int(rng.integers(-8, 9))
        copy = len(parts)
        part = claims.filter(pl.col("document_id") == document).with_columns(
            claim_id=pl.format("{}~{}", "claim_id", pl.lit(copy)),
            document_id=pl.format("{}~{}", "document_id", pl.lit(copy)),
            **{
                c: pl.col(c).dt.offset_by(f"{years}y")
                for c in ("valid_from", "valid_to", "published")
            },
        )
        factor = float(np.exp(rng.normal(0, 0.1)))
        part = part.with_columns(
            pl.col(c) * factor
            for c in ("value_low", "value_high", "value_std_low", "value_std_high")
        )
        parts.append(part)
        total += part.height
    return pl.concat(parts).head(n)
