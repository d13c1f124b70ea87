"""Evidence bundles: for each event what it was found from, what else it may be, and its id.

The id is a hash of what was found, from which rows, under which parameters: the same finding has
the same id on any machine.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from coalface.vessels.sentences import sentence_of

__all__ = [
    "BUNDLES",
    "EvidenceContext",
    "canonical",
    "evidence_id",
    "inputs_of",
    "render_bundle",
    "seal",
]

#: Columns of the table of bundles; `body` is canonical JSON.
BUNDLES = {"evidence_id": pl.String(), "kind": pl.String(), "body": pl.String()}
SCHEMA = 1
DIGITS = 16  # of the hash: 64 bits, one chance in a hundred million of a clash of a million events
SIGNIFICANT = 10  # digits of a number: below them lies the rounding of the machine
_quoted = json.encoder.encode_basestring
#: What a row of evidence may hold; what is missing is empty.
PARTS = ("inputs", "alternatives", "counter_evidence", "sensitivity", "parameters")


@dataclass(frozen=True, slots=True)
class EvidenceContext:
    """What all events of a run share.

    Attributes:
        preset: Name of the preset.
        parameters: Its values, by section.
        coverage: What the input covered: first and last time, number of positions and ships.
        input_digests: SHA-256 of each input file, by its name.
        software: Names and versions.
    """

    preset: str
    parameters: Mapping[str, Any]
    coverage: Mapping[str, Any]
    input_digests: Mapping[str, str] = field(default_factory=dict)
    software: Mapping[str, str] = field(default_factory=dict)

    def rules_digest(self) -> str:
        """Give the digest of the definitions: it goes into every id."""
        rules = {"preset": self.preset, "parameters": self.parameters}
        return hashlib.sha256(canonical(rules).encode()).hexdigest()

    def said(self) -> dict[str, Any]:
        """Give what every bundle of the run says beside its own finding."""
        return {
            "preset": self.preset,
            "parameters": self.parameters,
            "coverage": self.coverage,
            "input_digests": self.input_digests,
            "software": self.software,
        }


def evidence_id(kind: str, content: Mapping[str, Any]) -> str:
    """Give the id of a finding: its kind and a hash of its canonical content."""
    return _id(kind, canonical(content))


def canonical(content: Any) -> str:
    """Give the one JSON text of a content: keys sorted, times in UTC, ten digits, no blanks.

    Raises:
        TypeError: If the content holds what JSON and times cannot say.
    """
    return _text(content)


def seal(
    events: pl.DataFrame,
    evidence: pl.DataFrame | Sequence[Mapping[str, Any]],
    *,
    kind: str,
    context: EvidenceContext,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give each event its `evidence_id`, and the bundles that go with them.

    Args:
        events: One row an event; a column `evidence_id` is replaced.
        evidence: One row an event, in the same order: `inputs` (rows of the input) and whatever
            of `alternatives`, `counter_evidence`, `sensitivity` and further facts there is.
        kind: `gap`, `encounter`, `port_visit`, `identity_event` or `voyage`.
        context: What all events of the run share.

    Returns:
        The events, and the table of bundles (`BUNDLES`), both in the order of the events.

    Raises:
        ValueError: If events and evidence are not as many.
    """
    facts = evidence.to_dicts() if isinstance(evidence, pl.DataFrame) else list(evidence)
    bare = events.drop("evidence_id", strict=False)
    if len(facts) != len(bare):
        raise ValueError(f"{len(bare)} events of kind {kind} with {len(facts)} rows of evidence")
    rules = context.rules_digest()
    ids, bodies = [], []
    for event, fact in zip(bare.iter_rows(named=True), facts, strict=True):
        found_id, body = _bundle(kind, event, _parts(fact), rules)
        ids.append(found_id)
        bodies.append(body)
    sealed = bare.with_columns(pl.Series("evidence_id", ids, dtype=pl.String))
    columns = [ids, [kind] * len(ids), bodies]
    return sealed, pl.DataFrame(columns, schema=BUNDLES, orient="col")


def render_bundle(body: str, context: Mapping[str, Any]) -> bytes:
    """Give a whole bundle as indented JSON; the same finding of the same run gives the same bytes.

    Args:
        body: Of the table of bundles.
        context: `EvidenceContext.said()` of the run.
    """
    whole = {**json.loads(body), **json.loads(canonical(context))}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def inputs_of(bundles: pl.DataFrame) -> list[int]:
    """Give the rows of the input that any bundle rests on, each once, ascending."""
    rows: set[int] = set()
    for body in bundles["body"]:
        rows.update(json.loads(body)["inputs"])
    return sorted(rows)


def _bundle(
    kind: str, event: Mapping[str, Any], fact: Mapping[str, Any], rules: str
) -> tuple[str, str]:
    """Give id and body of one event; its texts are made once and put together by hand."""
    inputs = sorted(fact.get("inputs") or ())
    parts = {
        "event": canonical(event),
        "evidence": canonical({k: v for k, v in fact.items() if k != "inputs"}),
        "inputs": f"[{','.join(map(str, inputs))}]",
        "rules": f'"{rules}"',
    }
    found_id = _id(kind, _joined(parts))
    more = {
        "evidence_id": f'"{found_id}"',
        "kind": f'"{kind}"',
        "reviews": "[]",
        "schema": str(SCHEMA),
        "sentence": _quoted(sentence_of(kind, event)),
    }
    return found_id, _joined(parts | more)


def _joined(texts: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{name}":{texts[name]}' for name in sorted(texts)]) + "}"


def _id(kind: str, text: str) -> str:
    digest = hashlib.sha256(f'{{"content":{text},"kind":"{kind}"}}'.encode()).hexdigest()
    return f"{kind}-{digest[:DIGITS]}"


def _parts(fact: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: fact[name] for name in PARTS if fact.get(name) is not None}
    further = {k: v for k, v in fact.items() if k not in PARTS and v is not None}
    return parts | ({"facts": further} if further else {})


def _text(value: Any) -> str:
    """Write a value as JSON: keys sorted, times as text in UTC, ten digits, NaN as null."""
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, Mapping):
        names = {str(key): item for key, item in value.items()}
        return "{" + ",".join([f"{_quoted(k)}:{_text(names[k])}" for k in sorted(names)]) + "}"
    if isinstance(value, datetime | date):
        return _quoted(value.isoformat().replace("+00:00", "Z"))
    if isinstance(value, Iterable):
        return _list(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "null"
    return f"{value + 0.0:.{SIGNIFICANT}g}"


def _list(values: Iterable[Any]) -> str:
    return "[" + ",".join([_text(value) for value in values]) + "]"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    list: _list,
}
