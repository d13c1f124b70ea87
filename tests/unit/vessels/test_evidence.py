import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from coalface.vessels.evidence import (
    EvidenceContext,
    canonical,
    evidence_id,
    inputs_of,
    render_bundle,
    seal,
)
from coalface.vessels.pseudonyms import pseudonym, pseudonym_key, shown_name
from coalface.vessels.sentences import sentence_of

AT = datetime(2020, 1, 1, 6, 30, tzinfo=UTC)
CONTEXT = EvidenceContext(preset="a", parameters={"gaps": {"min_h": 2.0}}, coverage={"n": 3})
VISITS = pl.DataFrame(
    {
        "mmsi": [412000001, 412000002],
        "port_id": ["KP-NAMPO", "CN-DALIAN"],
        "arrived_at": [AT, AT],
        "departed_at": [None, AT],
        "kind": ["observed", "inferred"],
        "p": [0.9, 0.25],
    }
)
FACTS: list[dict[str, Any]] = [
    {"inputs": [5, 3], "alternatives": {"at_anchor": 0.1}},
    {"inputs": [9], "counter_evidence": ["draught unchanged"], "depth_m": 8.0},
]


def test_the_same_content_has_the_same_id_whatever_its_order() -> None:
    assert evidence_id("gap", {"a": 1.0, "b": [AT]}) == evidence_id("gap", {"b": [AT], "a": 1.0})
    assert evidence_id("gap", {"a": 1.0}) != evidence_id("gap", {"a": 1.0000001})
    assert evidence_id("gap", {"a": 1}) != evidence_id("encounter", {"a": 1})


def test_the_rounding_of_a_machine_changes_no_id() -> None:
    assert evidence_id("gap", {"a": 0.1 + 0.2}) == evidence_id("gap", {"a": 0.3})


def test_canonical_text_has_no_nan_no_blank_and_times_in_utc() -> None:
    assert canonical({"b": float("nan"), "a": (AT, -0.0)}) == (
        '{"a":["2020-01-01T06:30:00Z",0],"b":null}'
    )


def test_what_has_no_canonical_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        canonical({"a": object()})


def test_each_event_is_sealed_with_its_bundle() -> None:
    events, bundles = seal(VISITS, FACTS, kind="port_visit", context=CONTEXT)

    body = json.loads(bundles["body"][0])
    assert events["evidence_id"].to_list() == bundles["evidence_id"].to_list()
    assert events["evidence_id"].n_unique() == 2
    assert body["inputs"] == [3, 5]
    assert body["evidence"]["alternatives"] == {"at_anchor": 0.1}
    whole = json.loads(render_bundle(bundles["body"][0], CONTEXT.said()))
    assert whole["parameters"] == {"gaps": {"min_h": 2.0}}
    assert whole["evidence_id"] == events["evidence_id"][0]
    assert inputs_of(bundles) == [3, 5, 9]


def test_a_changed_parameter_or_row_changes_the_id() -> None:
    first = seal(VISITS, FACTS, kind="port_visit", context=CONTEXT)[0]
    other = EvidenceContext(preset="a", parameters={"gaps": {"min_h": 2.5}}, coverage={"n": 3})
    facts = [FACTS[0] | {"inputs": [5, 4]}, FACTS[1]]

    assert not set(first["evidence_id"]) & set(
        seal(VISITS, FACTS, kind="port_visit", context=other)[0]["evidence_id"]
    )
    again = seal(VISITS, facts, kind="port_visit", context=CONTEXT)[0]
    assert again["evidence_id"][0] != first["evidence_id"][0]
    assert again["evidence_id"][1] == first["evidence_id"][1]


def test_the_digest_of_the_file_stands_in_the_bundle_and_not_in_the_id() -> None:
    other = EvidenceContext(
        preset="a", parameters=CONTEXT.parameters, coverage={"n": 4}, input_digests={"p": "00"}
    )

    ids = [seal(VISITS, FACTS, kind="port_visit", context=c)[0] for c in (CONTEXT, other)]

    assert ids[0].equals(ids[1])


def test_a_bundle_gives_the_same_bytes_again() -> None:
    bodies = [seal(VISITS, FACTS, kind="port_visit", context=CONTEXT)[1]["body"][0] for _ in "ab"]

    first, second = (render_bundle(body, CONTEXT.said()) for body in bodies)
    assert first == second


def test_evidence_that_misses_an_event_is_an_error() -> None:
    with pytest.raises(ValueError, match="2 events of kind port_visit with 1 rows"):
        seal(VISITS, FACTS[:1], kind="port_visit", context=CONTEXT)


def test_no_event_is_no_bundle() -> None:
    events, bundles = seal(VISITS.head(0), [], kind="port_visit", context=CONTEXT)

    assert (len(events), len(bundles)) == (0, 0)


def test_an_inferred_call_is_never_told_as_seen() -> None:
    observed, inferred = (sentence_of("port_visit", row) for row in VISITS.to_dicts())

    assert "was seen at KP-NAMPO" in observed
    assert "was not received" in inferred
    assert "nobody saw it there" in inferred


def test_the_key_of_pseudonyms_is_made_from_all_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "b").write_bytes(b"x" * 2_999_999 + b"y")

    assert pseudonym_key([tmp_path / "a"]) != pseudonym_key([tmp_path / "b"])


def test_a_pseudonym_is_stable_and_needs_the_input() -> None:
    assert pseudonym(412000001, b"k") == pseudonym(412000001, b"k")
    assert pseudonym(412000001, b"k") != pseudonym(412000001, b"l")
    assert "412000001" not in pseudonym(412000001, b"k")


def test_only_listed_ships_keep_their_number() -> None:
    assert shown_name(1, b"k", listed={1}) == "1"
    assert shown_name(2, b"k", listed={1}).startswith("ship-")
    assert shown_name(2, b"k", listed={1}, shows_identities=True) == "2"
