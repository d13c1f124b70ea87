"""Evidence bundles: for each event what it was found from, what else it may be, and its id.

The id is a hash of what was found, from which rows, under which parameters: the same finding has
the same id on any machine.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from coalface.vessels.canonical import canonical, fields_text, texts_of
from coalface.vessels.sentences import sentences_of

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
    bare = events.drop("evidence_id", strict=False)
    if len(evidence) != len(bare):
        raise ValueError(f"{len(bare)} events of kind {kind} with {len(evidence)} rows of evidence")
    if bare.is_empty():
        return bare.with_columns(evidence_id=pl.lit(None, pl.String)), pl.DataFrame(schema=BUNDLES)
    parts: dict[str, pl.Series | pl.Expr] = {
        **_texts(evidence),
        "event": texts_of(bare.to_struct()),
        "rules": pl.lit(f'"{context.rules_digest()}"'),
    }
    contents = pl.select(text=_joined(parts))["text"]
    ids = pl.Series("evidence_id", [_id(kind, text) for text in contents], dtype=pl.String)
    more: dict[str, pl.Series | pl.Expr] = {
        "evidence_id": texts_of(ids),
        "kind": pl.lit(f'"{kind}"'),
        "reviews": pl.lit("[]"),
        "schema": pl.lit(str(SCHEMA)),
        "sentence": texts_of(sentences_of(kind, bare, is_cut=_cut(evidence))),
    }
    bundles = pl.select(evidence_id=ids, kind=pl.lit(kind), body=_joined(parts | more))
    return bare.with_columns(ids), bundles


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


def _cut(evidence: pl.DataFrame | Sequence[Mapping[str, Any]]) -> pl.Series | None:
    """Say which events were cut at the edge of a stretch; None: none of them."""
    if not isinstance(evidence, pl.DataFrame):
        return pl.Series([bool(fact.get("is_cut")) for fact in evidence])
    return evidence["is_cut"] if "is_cut" in evidence.columns else None


def _texts(evidence: pl.DataFrame | Sequence[Mapping[str, Any]]) -> dict[str, pl.Series]:
    """Give the texts of all evidence, by columns where it comes in columns."""
    if not isinstance(evidence, pl.DataFrame):
        inputs = [f"[{','.join(map(str, sorted(fact.get('inputs') or ())))}]" for fact in evidence]
        rest = [canonical(_parts(fact)) for fact in evidence]
        return {"inputs": pl.Series(inputs), "evidence": pl.Series(rest)}
    rows = pl.Series(["[]"] * len(evidence))
    if "inputs" in evidence.columns:
        rows = texts_of(evidence["inputs"].fill_null([]).list.sort())
    known = evidence.select(n for n in PARTS if n in evidence.columns and n != "inputs")
    facts = fields_text(evidence.drop(*PARTS, strict=False))
    facts = facts.to_frame("facts").select(pl.when(facts != "{}").then("facts")).to_series()
    return {"inputs": rows, "evidence": fields_text(known, {"facts": facts})}


def _joined(texts: Mapping[str, pl.Series | pl.Expr]) -> pl.Expr:
    """Put the texts of each row together as one object."""
    pieces: list[pl.Expr] = []
    for name in sorted(texts):
        text = texts[name]
        pieces += [
            pl.lit(f'{"," if pieces else "{"}"{name}":'),
            pl.lit(text) if isinstance(text, pl.Series) else text,
        ]
    return pl.concat_str(*pieces, pl.lit("}"))


def _id(kind: str, text: str) -> str:
    digest = hashlib.sha256(f'{{"content":{text},"kind":"{kind}"}}'.encode()).hexdigest()
    return f"{kind}-{digest[:DIGITS]}"


def _parts(fact: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: fact[name] for name in PARTS[1:] if fact.get(name) is not None}
    further = {k: v for k, v in fact.items() if k not in PARTS and v is not None}
    return parts | ({"facts": further} if further else {})
