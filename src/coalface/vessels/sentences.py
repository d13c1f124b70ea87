"""One plain sentence an event, built from its fields alone; it says what was observed.

The sentences of a table are put together by columns: a run tells hundreds of thousands.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl

from coalface.vessels.contradictions import ALTERNATIVES
from coalface.vessels.innocent import (
    ELSEWHERE,
    SEEN_OTHERWISE,
    UNSEEN_OTHERWISE,
    USUAL_NEIGHBOUR,
    WAITING,
)

__all__ = ["CAUSE_WORDS", "sentence_of", "sentences_of", "share_words", "strength_word"]
__all__ += ["strength_words"]

Event = Mapping[str, Any]
NOT_SEEN = "0"
#: From this probability on, a finding is called likely, and from the next, possible.
WORDS = ((0.9, "likely"), (0.5, "possible"), (0.0, "not distinguishable"))
CUT = "It was cut where a stretch of days ends: it may have lasted longer."
LEAST, MOST = 0.005, 0.995  # shares beyond these are not told to the percent
#: What each cause of a silence means, in words that blame nobody for what is not known.
CAUSE_WORDS: Mapping[str, str] = {
    "reception_hole": "a hole in reception",
    "satellite_revisit": "the wait for the next satellite",
    "moored_off": "a set switched off in port or at anchor",
    "low_power": "a weak or battery-powered set",
    "identity_switch": "two ships of one number",
    "area_interference": "interference with many ships",
    "provider_cut": "an outage of the data provider",
    "deliberate": "a set switched off at sea",
    "unknown": "a fault or another cause not known",
}
#: Column of each innocent cause in table `gaps`, and its words.
INNOCENT = {f"cause_{name}": words for name, words in CAUSE_WORDS.items() if name != "deliberate"}
#: Abbreviations in the names of kinds.
SPELLED = {"mmsi": "MMSI", "imo": "IMO"}
_TIME, _NUMBER, _TEXT = pl.Datetime("us"), pl.Float64(), pl.String()
#: What sentences name, of whatever kind; a number of a ship may be a name in its place.
FIELDS: Mapping[str, pl.DataType] = {
    **dict.fromkeys(("mmsi", "mmsi_1", "mmsi_2", "port_id", "from_port", "to_port"), _TEXT),
    **dict.fromkeys(("kind", "detail", "rank"), _TEXT),
    **dict.fromkeys(("starts_at", "ends_at", "arrived_at", "departed_at", "at"), _TIME),
    **dict.fromkeys(("duration_h", "p_deliberate", *INNOCENT, "score", "p"), _NUMBER),
    **dict.fromkeys(("lat_deg", "lon_deg"), _NUMBER),
    "is_open": pl.Boolean(),
}


def sentence_of(kind: str, event: Event, *, is_cut: bool = False) -> str:
    """Tell an event in one sentence, as `sentences_of` does.

    Args:
        kind: `gap`, `encounter`, `port_visit`, `identity_event` or `voyage`.
        event: Its row.
        is_cut: It goes on beyond the stretch in which it was found: it may have lasted longer.

    Raises:
        ValueError: If there is no such kind, or a field that the sentence names is empty.
    """
    row = pl.DataFrame([{name: event[name] for name in FIELDS if name in event}])
    return str(sentences_of(kind, row, is_cut=pl.Series([is_cut]))[0])


def sentences_of(kind: str, events: pl.DataFrame, *, is_cut: pl.Series | None = None) -> pl.Series:
    """Tell each event in one sentence.

    Args:
        kind: `gap`, `encounter`, `port_visit`, `identity_event` or `voyage`.
        events: Rows of its table; a ship's number may be a name that stands for it.
        is_cut: Which go on beyond the stretch in which they were found: they may have lasted
            longer. None: none of them.

    Returns:
        Sentences that name numbers and times, and no intention.

    Raises:
        ValueError: If there is no such kind, or a field that the sentence names is empty.
    """
    if kind not in SENTENCES:
        raise ValueError(f"no sentence for {kind!r}; there are {sorted(SENTENCES)}")
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in FIELDS.items()
               if name not in events.columns]  # fmt: skip
    fields = events.with_columns(missing).select(
        pl.col(name).cast(dtype) for name, dtype in FIELDS.items()
    )
    said = SENTENCES[kind](fields)
    if is_cut is not None:
        said = pl.when(is_cut).then(said + pl.lit(f" {CUT}")).otherwise(said)
    texts = fields.select(sentence=said)["sentence"]
    if texts.null_count():
        empty = events.filter(texts.is_null()).row(0, named=True)
        raise ValueError(f"a {kind} lacks what its sentence names: {empty}")
    return texts


def strength_word(p: float | None) -> str:
    """Say how strong a finding of this probability is; without one it is a bare rule's."""
    return str(strength_words(pl.Series([p], dtype=pl.Float64))[0])


def strength_words(p: pl.Series) -> pl.Series:
    """Say how strong findings of these probabilities are.

    Raises:
        ValueError: If one of them is below 0.
    """
    if (p < 0).any():
        raise ValueError(f"{p.min()!r} is no probability")
    return p.to_frame("p").select(word=_strength(pl.col("p")))["word"]


def share_words(p: float) -> str:
    """Give a probability as a percentage, never as a certainty."""
    share: str = pl.select(share=_share(pl.lit(p, pl.Float64)))["share"][0]
    return share


def _strength(p: pl.Expr) -> pl.Expr:
    words = pl.lit(WORDS[-1][1])
    for low, word in reversed(WORDS):
        words = pl.when(p >= low).then(pl.lit(word)).otherwise(words)
    return pl.when(p.is_null()).then(pl.lit("by rule, no probability")).otherwise(words)


def _share(p: pl.Expr) -> pl.Expr:
    percent = (100.0 * p).round(mode="half_to_even").cast(pl.Int64).cast(pl.String)
    return (
        pl.when(p < LEAST)
        .then(pl.lit("below 1%"))
        .when(p > MOST)
        .then(pl.lit("over 99%"))
        .otherwise(percent + "%")
    )


def _gap(events: pl.DataFrame) -> pl.Expr:
    until = pl.when("is_open").then(pl.lit("the end of the data")).otherwise(_at("ends_at"))
    return pl.format(
        "No message of {} was received from {} to {} ({} h); {}.",
        _ship("mmsi"),
        _at("starts_at"),
        until,
        _fixed(events["duration_h"], 1),
        _why(events),
    )


def _why(events: pl.DataFrame) -> pl.Expr:
    """Say what may explain a silence, the best innocent explanation always beside the other."""
    p = pl.col("p_deliberate")
    chances = events.select(pl.col(*INNOCENT).fill_null(0.0)).to_numpy()
    best = np.argmax(chances, axis=1)
    words = pl.Series(list(INNOCENT.values())).gather(pl.Series(best, dtype=pl.UInt32))
    chance = pl.Series(chances[np.arange(len(best)), best], dtype=pl.Float64)
    innocent = pl.format("{} ({})", pl.lit(words), _share(pl.lit(chance)))
    off = pl.format("{} ({})", pl.lit(CAUSE_WORDS["deliberate"]), _share(p))
    return (
        pl.when(p.is_null())
        .then(pl.lit("the rule that found it gives no cause"))
        .when(_strength(p) == WORDS[-1][1])
        .then(
            pl.format("its cause cannot be told: best innocent explanation {}; {}", innocent, off)
        )
        .otherwise(pl.format("{}: {}; best innocent explanation {}", _strength(p), off, innocent))
    )


def _encounter(events: pl.DataFrame) -> pl.Expr:
    when = pl.format("from {} to {}", _at("starts_at"), _at("ends_at"))
    where, score = _place(events), pl.col("score")
    alone = pl.format(
        "{} lingered {} {}; no other ship was seen with it{}.",
        _ship("mmsi_1"),
        where,
        when,
        _chance(score, "that a ship was there unheard", WAITING),
    )
    both = pl.format(
        "{} and {} were close to each other {} {}{}.",
        _ship("mmsi_1"),
        "mmsi_2",
        where,
        when,
        _chance(score, "that this is none of the usual meetings of that place", USUAL_NEIGHBOUR),
    )
    return pl.when(pl.col("mmsi_2") == NOT_SEEN).then(alone).otherwise(both)


def _port_visit(_: pl.DataFrame) -> pl.Expr:
    p, left = pl.col("p"), pl.col("departed_at").is_not_null()
    last = pl.when(left).then(_at("departed_at")).otherwise(pl.lit("the end of the silence"))
    inferred = pl.format(
        "While {} was not received, it may have called at {} between {} and {}{}; "
        "nobody saw it there.",
        _ship("mmsi"),
        "port_id",
        _at("arrived_at"),
        last,
        _chance(p, "of that call", UNSEEN_OTHERWISE),
    )
    until = pl.when(left).then(pl.format(" to {}", _at("departed_at")))
    seen = pl.format(
        "{} was seen at {} from {}{}{}.",
        _ship("mmsi"),
        "port_id",
        _at("arrived_at"),
        until.otherwise(pl.lit(", its departure not seen")),
        _chance(p, "that it called there, and did not wait or pass slowly", SEEN_OTHERWISE),
    )
    return pl.when(pl.col("kind") == "inferred").then(inferred).otherwise(seen)


def _identity_event(_: pl.DataFrame) -> pl.Expr:
    kind = pl.col("kind").str.replace_all("_", " ", literal=True)
    for word, spelled in SPELLED.items():
        kind = kind.str.replace_all(rf"\b{word}\b", spelled)
    when = pl.when(pl.col("at").is_null()).then(pl.lit("at a time not known"))
    may_be = {
        name: f" Best innocent explanation: {words[0]}." for name, words in ALTERNATIVES.items()
    }
    innocent = pl.col("kind").replace_strict(may_be, default="", return_dtype=_TEXT)
    at = when.otherwise(_at("at"))
    return pl.format("{}, {}: {}. {}{}", _ship("mmsi"), at, kind, "detail", innocent)


def _voyage(_: pl.DataFrame) -> pl.Expr:
    way = (
        pl.when(pl.col("rank") == "1")
        .then(pl.lit("the likeliest way"))
        .otherwise(pl.format("alternative {}", "rank"))
    )
    return pl.format(
        "{}: from {} to {}{}{}; {}{}.",
        _ship("mmsi"),
        "from_port",
        pl.col("to_port").fill_null("a port not seen"),
        pl.format(", left {}", _at("departed_at")).fill_null(""),
        pl.format(", arrived {}", _at("arrived_at")).fill_null(""),
        way,
        _chance(pl.col("p"), "of this way", ELSEWHERE),
    )


SENTENCES: dict[str, Callable[[pl.DataFrame], pl.Expr]] = {
    "gap": _gap,
    "encounter": _encounter,
    "port_visit": _port_visit,
    "identity_event": _identity_event,
    "voyage": _voyage,
}


def _ship(column: str) -> pl.Expr:
    """Give a number as what it is; a name that stands for it is no MMSI."""
    sent = pl.col(column).fill_null("not known")
    is_name = ~sent.str.contains(r"^(\d|not known$)")
    return pl.when(is_name).then(sent).otherwise(pl.lit("MMSI ") + sent)


def _chance(p: pl.Expr, of_what: str, innocent: str) -> pl.Expr:
    words = [pl.lit(text) for text in (of_what, innocent)]
    said = pl.format(
        "; {}: probability {} {}; best innocent explanation {}",
        _strength(p), words[0], _share(p), words[1],
    )  # fmt: skip
    return pl.when(p.is_null()).then(pl.lit("")).otherwise(said)


def _at(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime("%Y-%m-%d %H:%M UTC")


def _place(events: pl.DataFrame) -> pl.Expr:
    lat, lon = pl.col("lat_deg"), pl.col("lon_deg")
    north = pl.when(lat < 0).then(pl.lit("S")).otherwise(pl.lit("N"))
    east = pl.when(lon < 0).then(pl.lit("W")).otherwise(pl.lit("E"))
    y, x = (_fixed(events[name].abs(), 2) for name in ("lat_deg", "lon_deg"))
    return pl.format("near {} {}, {} {}", y, north, x, east).fill_null("at a place not known")


def _fixed(numbers: pl.Series, digits: int) -> pl.Expr:
    """Give numbers with so many decimals, rounded as they are printed and not by their decimals."""
    said = [None if n is None else f"{n:.{digits}f}" for n in numbers.to_list()]
    return pl.lit(pl.Series(said, dtype=pl.String))
