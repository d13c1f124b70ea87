"""Check 7: port calls, silences and transfers in reports, against the events of ships' tracks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from coalface.claims.checks.readings import Reading
from coalface.claims.checks.rows import Outcome
from coalface.claims.facts import Facts
from coalface.vocabulary.goods import normal_words

__all__ = ["find_in_tracks"]

CALLS = frozenset({"port_call", "loading", "discharge", "departures", "departure", "arrival"})
SILENCES = frozenset({"ais_gap", "ais_gap_start"})
TRANSFERS = frozenset({"sts_transfer", "transfer"})
SETTLE = "positions of that ship for those days from another receiver, or pictures of the place"
DAY = timedelta(days=1)
MOST_DAYS = 366
UNSEEN = "nothing was received from that ship on some of those days, so the tracks say neither"


@dataclass(frozen=True, slots=True)
class _Event:
    """One event of one ship: its first and last day, and a place where it has one."""

    first: date
    last: date
    place: str
    evidence_id: str

    def meets(self, first: date, last: date) -> bool:
        """Say whether it shares a day with a spell."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class _Tracks:
    """What the tracks hold, by MMSI; None where that table was not handed in."""

    visits: dict[int, list[_Event]] | None
    gaps: dict[int, list[_Event]] | None
    encounters: dict[int, list[_Event]] | None
    days: dict[int, set[date]]
    ships: dict[str, set[int]]


def find_in_tracks(readings: list[Reading], facts: Facts) -> Iterator[Outcome]:
    """Look for a ship's reported port call, silence or transfer among the events of its track.

    `agree` says that the tracks show such an event, `conflict` that the ship was heard on every
    day and no such event is there. Where it was not heard the tracks say neither: `no_conflict`.
    A name is not a hull: where several ships bear it, nothing is said.

    Args:
        readings: Claims, read.
        facts: `ships`, `coverage` and the event tables.

    Yields:
        One outcome for each claim on a ship whose track is at hand.
    """
    if facts.ships is None or facts.coverage is None:
        return
    tracks = _tracks_of(facts)
    for reading in readings:
        first, last = reading.span.first, reading.span.last
        if reading.kind != "movement" or first is None or last is None:
            continue
        mmsis = tracks.ships.get(normal_words(reading.actor), set())
        events = _events(reading, tracks)
        if len(mmsis) == 1 and events is not None and (last - first).days <= MOST_DAYS:
            yield _looked_up(reading, next(iter(mmsis)), events, tracks)


def _tracks_of(facts: Facts) -> _Tracks:
    assert facts.ships is not None
    assert facts.coverage is not None
    days: dict[int, set[date]] = defaultdict(set)
    heard = facts.coverage.filter(pl.col("n_positions") > 0).select("mmsi", "day")
    for mmsi, day in heard.iter_rows():
        days[mmsi].add(day)
    ships: dict[str, set[int]] = defaultdict(set)
    for name, imo, mmsi in facts.ships.select("name", "imo", "mmsi").iter_rows():
        for key in (name, imo, f"{name} (IMO {imo})" if imo else None):
            if key and mmsi is not None:
                ships[normal_words(key)].add(mmsi)
    return _Tracks(_visits(facts), _gaps(facts), _encounters(facts), dict(days), dict(ships))


def _visits(facts: Facts) -> dict[int, list[_Event]] | None:
    if facts.port_visits is None:
        return None
    columns = ("mmsi", "arrived_at", "departed_at", "port_id", "evidence_id")
    return _by_ship(facts.port_visits.select(columns).iter_rows())


def _gaps(facts: Facts) -> dict[int, list[_Event]] | None:
    if facts.gaps is None:
        return None
    rows = facts.gaps.select(
        "mmsi", "starts_at", "ends_at", pl.lit("").alias("place"), "evidence_id"
    )
    return _by_ship(rows.iter_rows())


def _encounters(facts: Facts) -> dict[int, list[_Event]] | None:
    if facts.encounters is None:
        return None
    sides = [
        facts.encounters.select(
            pl.col(side).alias("mmsi"),
            "starts_at",
            "ends_at",
            pl.lit("").alias("place"),
            "evidence_id",
        )
        for side in ("mmsi_1", "mmsi_2")
    ]
    return _by_ship(pl.concat(sides).iter_rows())


def _by_ship(rows: Iterator[tuple[object, ...]]) -> dict[int, list[_Event]]:
    found: dict[int, list[_Event]] = defaultdict(list)
    for mmsi, starts_at, ends_at, place, evidence_id in rows:
        first = starts_at.date()  # type: ignore[attr-defined]
        last = ends_at.date() if ends_at is not None else first  # type: ignore[attr-defined]
        found[int(str(mmsi))].append(_Event(first, last, str(place), str(evidence_id)))
    return dict(found)


def _events(reading: Reading, tracks: _Tracks) -> dict[int, list[_Event]] | None:
    if reading.metric in CALLS and _ports(reading):
        return tracks.visits
    if reading.metric in SILENCES:
        return tracks.gaps
    return tracks.encounters if reading.metric in TRANSFERS else None


def _ports(reading: Reading) -> frozenset[str]:
    return frozenset(p for p in reading.sites | reading.origin | reading.destination if "-" in p)


def _looked_up(
    reading: Reading, mmsi: int, events: dict[int, list[_Event]], tracks: _Tracks
) -> Outcome:
    first, last = reading.span.first, reading.span.last
    assert first is not None
    assert last is not None
    ports = _ports(reading) if reading.metric in CALLS else frozenset()
    during = [e for e in events.get(mmsi, []) if e.meets(first, last)]
    found = sorted(e.evidence_id for e in during if not ports or e.place in ports)
    is_heard = _is_heard(tracks.days.get(mmsi, set()), first, last)
    is_there = bool(found)
    is_said = reading.polarity == "affirmed"
    if is_there:
        verdict, why = ("agree" if is_said else "conflict"), "the track has such an event"
    elif is_heard:
        verdict = "conflict" if is_said else "agree"
        why = "the ship was heard on each of those days, and its track has no such event"
    else:
        verdict, why = "no_conflict", UNSEEN
    return Outcome(
        test="ais",
        claim_ids=(reading.id,),
        verdict=verdict,
        explanation=f"{reading.words} ({reading.polarity}, {reading.span.said()}): {why}.",
        would_settle=SETTLE,
        size=1.0 if verdict == "conflict" else 0.0,
        fact_ids=tuple(found),
        hint=_elsewhere(during) if verdict == "conflict" and is_said and ports else "",
    )


def _is_heard(days: set[date], first: date, last: date) -> bool:
    spell = ((first + n * DAY) for n in range((last - first).days + 1))
    return all(day in days for day in spell)


def _elsewhere(during: list[_Event]) -> str:
    places = sorted({e.place for e in during if e.place})
    return f"In those days the track has a call at {', '.join(places)}." if places else ""
