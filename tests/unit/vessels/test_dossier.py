from datetime import UTC, date, datetime

import polars as pl
import pytest
from tests.builders import make_designations, make_vessel_events

from coalface.errors import InputError
from coalface.tables.schema import empty_table
from coalface.tables.vessels import VESSELS
from coalface.vessels.contradictions import make_contradictions
from coalface.vessels.detect import EVENT_TABLES
from coalface.vessels.dossier import NO_OWNER, Dossier, make_dossier
from coalface.vessels.evidence import EvidenceContext, seal

IMO = "9074729"
AT = datetime(2019, 1, 1, tzinfo=UTC)


def tables(**columns: object) -> dict[str, pl.DataFrame]:
    return {
        "designations": make_designations(**columns),
        "vessel_events": make_vessel_events(imo=IMO),
        "vessels": empty_table(VESSELS),
    }


def of_a_run(kind: str = "listed_imo") -> Dossier:
    found = make_contradictions(
        pl.DataFrame(
            {"mmsi": [412000001], "imo": [IMO], "at": [AT], "kind": [kind], "detail": ["Sent it."]},
        )
    )
    events, bundles = seal(
        found.events,
        found.evidence,
        kind="identity_event",
        context=EvidenceContext("a", {}, {}),
    )
    every = {t.name: empty_table(t) for t in EVENT_TABLES} | {"identity_events": events}
    return make_dossier(IMO, tables(), every, bundles, lambda _: "ship-A")


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
    assert "may have been lifted" in make_dossier(IMO, tables()).delisting


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
