"""The PDF: the same brief through Typst, tagged for readers who do not see (PDF/UA-1)."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, Literal
from urllib.parse import quote

import typst

from coalface.brief.document import describe_brief
from coalface.brief.model import Brief

__all__ = ["PDF_STANDARD", "render_pdf"]

PDF_STANDARD: Literal["ua-1"] = "ua-1"
_BETWEEN = re.compile(r"[\d\s.,·%()-]*")
_SCRIPTS = (
    ("Korean", re.compile("[가-힣ᄀ-ᇿ㄰-㆏]")),
    ("Japanese", re.compile("[ぁ-ヿ]")),
    ("Chinese", re.compile("[㐀-鿿]")),
)
OTHER_SCRIPTS = (
    "Words in Korean, Chinese or Japanese script stand here as [Korean], [Chinese] or [Japanese]: "
    "the fonts of this PDF lack them. The page and the bundle of this brief quote them in full."
)
ADDRESS = "%/:=&?~#+!$,;'@()*[]"  # what an address may hold as it is


def render_pdf(brief: Brief) -> bytes:
    """Give the PDF as bytes; the same brief gives the same bytes.

    Only the packaged fonts are used. Words in a script that they lack are replaced by the name
    of their language, "[Korean]", and the limits say so; page, JSON and bundle keep them.
    """
    described = describe_brief(brief)
    for source in described["sources"]:  # an address in Hangul stays an address
        source["url"] = quote(source["url"], safe=ADDRESS)
    data = _printable(described)
    if data != described:
        data["limits"].append([{"kind": "text", "text": OTHER_SCRIPTS}])
    inputs = {"brief": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    for block in brief.blocks:
        inputs |= {f"figure-{figure.id}": figure.wide for figure in block.figures}
    template = files("coalface.brief").joinpath("templates/brief.typ").read_bytes()
    with as_file(files("coalface.brief").joinpath("assets/fonts")) as fonts:
        pdf = typst.compile(
            template,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]),
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=[PDF_STANDARD],
            timestamp=datetime.combine(brief.made_on, time(), tzinfo=UTC),
        )
    assert isinstance(pdf, bytes)
    return pdf


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return _without_unknown(value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_printable(inner) for inner in value]
    return value


def _without_unknown(text: str) -> str:
    """Name the language of words that the fonts lack, figures between them included."""
    known = _characters()
    lacking = [index for index, c in enumerate(text) if c not in known]
    if not lacking:
        return text
    pieces, written = [], 0
    for first, last in _runs(text, lacking):
        pieces += [text[written:first], _language(text[first : last + 1])]
        written = last + 1
    return "".join(pieces) + text[written:]


def _runs(text: str, lacking: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give first and last character of each run; figures, spaces and points do not part it."""
    first = last = lacking[0]
    for index in lacking[1:]:
        if not _BETWEEN.fullmatch(text, last + 1, index):
            yield first, last
            first = index
        last = index
    yield first, last


def _language(words: str) -> str:
    """Give what stands for words of a script: Hangul and kana are of one language each."""
    return next((f"[{name}]" for name, script in _SCRIPTS if script.search(words)), "?")


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    asset = files("coalface.brief").joinpath("assets/advances.json")
    fonts: dict[str, dict[str, int]] = json.loads(asset.read_text(encoding="utf-8"))
    return frozenset(fonts["NotoSans-Regular"]) & frozenset(fonts["NotoSans-Bold"])
