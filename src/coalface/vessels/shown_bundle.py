"""One event's evidence as it may be handed on: no number and no typed-in name of a ship."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from coalface.vessels.shown import NUMBERS, shown_sentence, without_free_text

__all__ = ["shown_bundle", "shown_rows"]

#: Columns of static messages that name a ship, or may.
TYPED_IN = ("imo", "imo_sent", "name", "call_sign", "destination")
NUMBER_FIRST = re.compile(r"^\d+")
NameOf = Callable[[int], str]


def shown_bundle(bundle: bytes, name_of: NameOf) -> bytes:
    """Give a bundle with pseudonyms in the place of numbers, in all its parts.

    Its bytes are others than those of the bundle that a replay compares; it says so.

    Args:
        bundle: From `evidence.render_bundle`.
        name_of: What is shown of a number.
    """
    whole = json.loads(bundle)
    event = {name: _parsed(name, value) for name, value in whole["event"].items()}
    is_cut = bool((whole["evidence"].get("facts") or {}).get("is_cut"))
    whole["sentence"] = shown_sentence(whole["kind"], event, name_of, is_cut=is_cut)
    for part in ("event", "evidence"):
        whole[part] = _shown(part, whole[part], name_of)
    whole["shows_identities"] = False
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def shown_rows(cited: pl.DataFrame, name_of: NameOf) -> pl.DataFrame:
    """Give messages with the pseudonym of each ship in the place of its number.

    What a crew typed in is left out of static messages: it may name the ship.
    """
    names = [name_of(number) for number in cited["mmsi"]]
    named = cited.with_columns(mmsi=pl.Series(names, dtype=pl.String)).rename({"mmsi": "ship"})
    return named.drop(TYPED_IN, strict=False)


def _shown(name: str, value: Any, name_of: NameOf) -> Any:
    if isinstance(value, Mapping):
        return {key: _shown(key, each, name_of) for key, each in value.items()}
    if isinstance(value, list):
        return [_shown(name, each, name_of) for each in value]
    if name in NUMBERS:
        return name_of(value) if value else value
    return _shown_text(name, value, name_of) if isinstance(value, str) else value


def _shown_text(name: str, text: str, name_of: NameOf) -> str:
    if name == "segment_id":
        return NUMBER_FIRST.sub(lambda found: name_of(int(found[0])), text)
    if name == "detail":
        return without_free_text(text)
    return without_free_text(text) if not name.endswith("_at") else text


def _parsed(name: str, value: Any) -> Any:
    is_time = name == "at" or name.endswith("_at")
    return datetime.fromisoformat(value) if is_time and value else value
