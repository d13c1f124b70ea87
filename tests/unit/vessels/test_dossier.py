from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from tests.builders import make_designations, make_sources, make_vessel_events

from coalface.errors import InputError
from coalface.tables.gaps import CAUSES
from coalface.tables.schema import empty_table
from coalface.tables.vessels import VESSELS
from coalface.vessels.contradictions import make_contradictions
from coalface.vessels.detect import EVENT_TABLES
from coalface.vessels.dossier import Dossier, make_dossier
from coalface.vessels.dossier_entries import day_words
from coalface.vessels.evidence import BUNDLES, EvidenceContext, seal
from coalface.vessels.listed import NO_OWNER
from coalface.vessels.sentences import sentence_of, share_words
from coalface.vessels.shown import shown_sentence, shown_sentences

IMO = "9074729"
AT = datetime(2019, 1, 1, tzinfo=UTC)
EVENT = {
    "mmsi": 1, "mmsi_1": 1, "mmsi_2": 2, "starts_at": AT, "ends_at": AT, "duration_h": 3.0,
    "kind": "inferred", "port_id": "KP-NAMPO", "arrived_at": AT, "departed_at": None, "p": 1.0,
    "score": 1.0, "p_deliberate": 1.0, "lat_deg": None, "lon_deg": None, "from_port": "KP-NAMPO",
    "to_port": None, "rank": 1, **{f"cause_{cause}": None for cause in CAUSES},
}  # fmt: skip


def tables(**columns: object) -> dict[str, pl.DataFrame]:
    return {
        "designations": make_designations(**columns),
        "vessel_events": make_vessel_events(imo=IMO),
        "vessels": empty_table(VESSELS),
        "sources": make_sources(source_id="test-2020", publisher="A COMMITTEE"),
    }


def of_a_run(*others: Mapping[str, object]) -> Dossier:
    sent = {"mmsi": 412000001, "imo": IMO, "at": AT, "kind": "listed_imo", "detail": "Sent it."}
    found = make_contradictions(pl.DataFrame([sent, *({**sent, **other} for other in others)]))
    events, bundles = seal(
        found.events,
        found.evidence,
        kind="identity_event",
        context=EvidenceContext("a", {}, {}),
    )
    every = {t.name: empty_table(t) for t in EVENT_TABLES} | {"identity_events": events}
    return make_dossier(IMO, tables(), every, bundles, lambda _: "ship-A")


def of_a_run_with(gaps: pl.DataFrame, bundles: pl.DataFrame) -> Dossier:
    sent = {"mmsi": 412000001, "imo": IMO, "at": AT, "kind": "listed_imo", "detail": "Sent it."}
    found = make_contradictions(pl.DataFrame([sent]))
    context = EvidenceContext("a", {}, {})
    events, bodies = seal(found.events, found.evidence, kind="identity_event", context=context)
    every = {t.name: empty_table(t) for t in EVENT_TABLES}
    every |= {"identity_events": events, "gaps": gaps}
    both = pl.concat([bundles, bodies])
    return make_dossier(IMO, tables(), every, both, lambda _: "ship-A")


def test_a_dossier_has_its_listings_and_told_events_by_date() -> None:
    dossier = make_dossier(IMO, tables())

    assert [e.kind for e in dossier.entries].count("listing") == 1
    assert "event" in {e.kind for e in dossier.entries}
    dated = [e.on.isoformat() for e in dossier.entries if e.on]
    assert dated == sorted(dated)


def test_an_owner_that_no_row_names_is_unknown() -> None:
    assert make_dossier(IMO, tables()).owner == NO_OWNER
    assert "A FIRM" in make_dossier(IMO, tables(owner_or_linked_to="A FIRM")).owner


def test_a_delisting_is_told() -> None:
    dossier = make_dossier(IMO, tables(delisted_on=date(2020, 5, 1)))

    assert "2020-05-01" in dossier.delisting
    assert any(e.what.endswith("delisted") for e in dossier.entries)


def test_a_listing_without_removal_is_not_told_as_one_that_stands() -> None:
    said = make_dossier(IMO, tables()).delisting

    assert "removals are not packaged" in said
    assert "may have been lifted" in said
    assert "no delisting found" not in said


def test_days_of_told_events_are_no_more_exact_than_their_source() -> None:
    first = date(2017, 10, 22)
    told = make_vessel_events(
        imo=IMO,
        event=["load", "discharge", "sts"],
        period_start=first,
        period_end=[date(2017, 10, 23), None, date(2017, 11, 1)],
        date_precision=["day", "after_date_from", "third_of_a_month"],
    )

    entries = make_dossier(IMO, {**tables(), "vessel_events": told}).entries

    said = {e.what: day_words(e) for e in entries if e.kind == "event"}
    assert said == {
        "load": "2017-10-22",
        "discharge": "after 2017-10-22",
        "sts": "2017-10-22 to 2017-10-31",
    }


def test_what_a_source_notes_is_no_counter_evidence_and_is_told_of_listings_too() -> None:
    told = make_vessel_events(imo=IMO, note="later another flag")
    listed = tables(note="the measure is inferred")

    entries = make_dossier(IMO, {**listed, "vessel_events": told}).entries

    assert {e.kind: (e.against, e.note) for e in entries} == {
        "event": ("", "later another flag"),
        "listing": ("", "the measure is inferred"),
    }


def test_a_listing_of_which_only_a_snapshot_is_known_stands_at_its_day_and_undated_ones_last() -> (
    None
):
    listings = make_designations(
        imo=IMO,
        listed_on=[None, None, date(2018, 3, 30)],
        date_basis=["no date", "first seen in the snapshot of 2021-04-25", "date in the annex"],
    )

    entries = make_dossier(IMO, {**tables(), "designations": listings}).entries

    days = [day_words(e) for e in entries if e.kind == "listing"]
    assert days == ["2018-03-30", "by 2021-04-25", "date not known"]
    assert entries[0].kind == "event"


def test_each_packaged_row_is_told_with_its_publisher_and_place() -> None:
    notes = make_dossier(IMO, tables()).notes

    (source,) = [note for note in notes if note.startswith("Source of")]
    assert all(part in source for part in ("designations/0", "A COMMITTEE", "made up for a test"))


def test_an_unlisted_ship_has_no_dossier() -> None:
    with pytest.raises(InputError, match="not clearance"):
        make_dossier("8606173", tables())


def test_a_wrong_check_digit_is_told() -> None:
    with pytest.raises(InputError, match="no IMO number"):
        make_dossier("9074728", tables())


def test_a_finding_comes_with_strength_innocent_cause_and_no_number() -> None:
    dossier = of_a_run()

    (entry,) = [e for e in dossier.entries if e.kind == "identity_event"]
    assert "412000001" not in entry.what
    assert "ship-A" in entry.what
    assert entry.innocent == "a number typed in wrong"
    assert entry.source.startswith("identity_event-")
    assert any("may be another hull's" in note for note in dossier.notes)


def test_numbers_and_names_that_may_be_another_ships_are_left_out() -> None:
    dossier = of_a_run(
        {"kind": "imo_changed", "detail": f"IMO number: {IMO} became 8606173."},
        {"kind": "renamed", "imo": None, "detail": "Name: OTHER SHIP became ANOTHER."},
        {"kind": "renamed", "detail": "Name: FIRST became SECOND."},
    )

    said = " ".join(e.what for e in dossier.entries if e.kind == "identity_event")
    assert "8606173" not in said
    assert f"{IMO} became another hull's number" in said
    assert "OTHER SHIP" not in said
    assert "Names withheld" in said
    assert "SECOND" not in said


def test_every_finding_has_a_strength_an_innocent_cause_and_counter_evidence() -> None:
    gap = {"mmsi": 412000001, "starts_at": AT, "ends_at": AT, "duration_h": 20.0, "is_open": False}
    causes = {f"cause_{cause}": 0.0 for cause in CAUSES}
    causes |= {"cause_deliberate": 0.93, "cause_reception_hole": 0.07}
    row = gap | causes | {"p_deliberate": 0.93, "level": "likely_disabled"}
    alternatives = [{"cause": "deliberate", "p": 0.93}, {"cause": "reception_hole", "p": 0.07}]
    events, bundles = seal(
        pl.DataFrame([row]),
        [{"inputs": [1, 2], "alternatives": alternatives, "counter_evidence": []}],
        kind="gap",
        context=EvidenceContext("a", {}, {}),
    )

    (entry,) = [e for e in of_a_run_with(events, bundles).entries if e.kind == "gap"]
    assert entry.strength == "likely (93%)"
    assert entry.innocent == "a hole in reception"
    assert entry.against == "none found in the data"
    assert "best innocent explanation a hole in reception (7%)" in entry.what


@pytest.mark.parametrize("kind", ["gap", "encounter", "port_visit", "voyage"])
def test_each_sentence_with_a_probability_has_the_best_innocent_explanation(kind: str) -> None:
    bare = {"p": None, "score": None, "p_deliberate": None}

    assert "best innocent explanation" in sentence_of(kind, EVENT)
    assert "best innocent explanation" not in sentence_of(kind, EVENT | bare)


def test_the_sentence_of_a_contradiction_has_the_best_innocent_explanation() -> None:
    event = {"mmsi": 412000001, "at": AT, "kind": "renamed", "detail": "Name: A became B."}

    said = sentence_of("identity_event", event)

    assert said.endswith("Name: A became B. Best innocent explanation: a regular change of name.")


def test_a_number_is_told_as_mmsi_and_a_name_that_stands_for_it_is_not() -> None:
    assert "of MMSI 1 was" in sentence_of("gap", EVENT)
    assert "MMSI" not in shown_sentence("gap", EVENT, lambda _: "ship-A")
    assert "MMSI not known: from" in sentence_of("voyage", EVENT | {"mmsi": None})


@pytest.mark.parametrize("kind", ["gap", "encounter", "port_visit", "voyage"])
def test_a_probability_is_told_with_its_word_and_never_as_certainty(kind: str) -> None:
    assert share_words(0.0001) == "below 1%"
    assert share_words(1.0) == "over 99%"
    sentence = sentence_of(kind, EVENT)
    assert "likely" in sentence
    assert "over 99%" in sentence
    assert not {"None", "nan", "null"} & set(sentence.replace(";", " ").split())


def test_a_short_number_is_named_where_it_stands_and_digits_of_times_stay() -> None:
    event = EVENT | {"mmsi_1": 2024, "mmsi_2": 3, "starts_at": datetime(2024, 3, 3, tzinfo=UTC)}

    shown = shown_sentence("encounter", event, lambda n: f"ship-{n * 7}X3Q")

    assert shown.startswith("ship-14168X3Q and ship-21X3Q were close")
    assert "from 2024-03-03 00:00 UTC" in shown


@pytest.mark.parametrize("name", [str, lambda n: f"ship-{n * 7}X3Q"])
def test_many_events_are_shown_as_each_of_them_is(name: Callable[[int], str]) -> None:
    sent = {"mmsi": 412000001, "at": AT, "kind": "renamed", "detail": "Name: A became B."}
    handed_on = {"mmsi_2": 2024, "kind": "handshake", "detail": "near by 2024 begins, IMO 9074729"}
    events = pl.DataFrame([sent, sent | {"at": None}, sent | handed_on, sent | {"mmsi": 0}])

    shown = shown_sentences("identity_event", events, name)

    rows = events.iter_rows(named=True)
    assert shown.to_list() == [shown_sentence("identity_event", row, name) for row in rows]
    assert shown.n_unique() == 4


def test_an_event_without_what_its_sentence_names_is_an_error() -> None:
    with pytest.raises(ValueError, match="a port_visit lacks what its sentence names"):
        sentence_of("port_visit", EVENT | {"arrived_at": None})


def test_the_sentence_of_a_meeting_at_a_stretchs_edge_says_that_it_was_cut() -> None:
    assert "it may have lasted longer" in sentence_of("encounter", EVENT, is_cut=True)
    assert "it may have lasted longer" not in sentence_of("encounter", EVENT)


def test_no_name_or_number_that_a_crew_typed_in_is_shown_unless_it_is_the_listed_one() -> None:
    listed = tables(name="CHOL RYONG")
    sent = {"mmsi": 412000001, "imo": IMO, "at": AT}
    details = (
        ("listed_imo", "Sent it."),
        ("renamed", "Name: CHOL RYONG became CLEAN TRADER 413000009."),
        ("toggled", "Name: A\nCLEAN TRADER, CHOL RYONG, and A\nCLEAN TRADER again."),
        ("imo_invalid", "Sent as IMO number: 413000009; its check digit is wrong."),
    )
    found = make_contradictions(pl.DataFrame([sent | {"kind": k, "detail": d} for k, d in details]))
    events, bundles = seal(
        found.events, found.evidence, kind="identity_event", context=EvidenceContext("a", {}, {})
    )
    every = {t.name: empty_table(t) for t in EVENT_TABLES} | {"identity_events": events}

    dossier = make_dossier(IMO, listed, every, bundles, lambda _: "ship-A")

    said = " ".join(e.what for e in dossier.entries if e.kind == "identity_event")
    assert "CLEAN" not in said
    assert "413000009" not in said
    assert said.count("among them, as listed: CHOL RYONG") == 2


def test_a_run_that_did_not_look_is_not_told_as_one_that_found_none() -> None:
    every = {t.name: empty_table(t) for t in EVENT_TABLES}
    nothing = pl.DataFrame(schema=BUNDLES)

    looked = make_dossier(IMO, tables(), every, nothing, str)
    did_not = make_dossier(
        IMO, tables(), every, nothing, str, {"imo_numbers_sent": "the preset has no rule for it"}
    )

    assert "Numbers that sent this IMO in the run: none." in looked.notes
    assert not any("none." in note for note in did_not.notes)
    assert any("did not look for imo numbers sent" in note for note in did_not.notes)


def test_findings_of_a_number_at_times_when_it_sent_no_such_imo_are_left_out_and_counted() -> None:
    def gap(day: int) -> Mapping[str, object]:
        at = AT + timedelta(days=day)
        return EVENT | {"mmsi": 412000001, "starts_at": at, "ends_at": at, "is_open": False}

    events, bundles = seal(
        pl.DataFrame([gap(0), gap(200)]), [{"inputs": []}] * 2, kind="gap",
        context=EvidenceContext("a", {}, {}),
    )  # fmt: skip

    dossier = of_a_run_with(events, bundles)

    assert [e.on for e in dossier.entries if e.kind == "gap"] == [AT]
    assert any("Left out: 1 of their findings" in note for note in dossier.notes)


def test_a_change_away_from_the_listed_hull_stands_in_its_dossier() -> None:
    away = {"kind": "imo_changed", "imo": "8606173", "detail": f"IMO number: {IMO} became 8606173."}

    said = " ".join(e.what for e in of_a_run(away).entries)

    assert f"{IMO} became another hull's number" in said
