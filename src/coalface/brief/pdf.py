"""The PDF: the same brief through Typst, tagged for readers who do not see (PDF/UA-1)."""

import json
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
ADDRESS = "%/:=&?~#+!$,;'@()*[]"  # what an address may hold as it is


def render_pdf(brief: Brief) -> bytes:
    """Give the PDF as bytes; the same brief gives the same bytes.

    Only the packaged fonts are used. A character that they lack, as in titles in Hangul, is
    printed as "?"; the page, the JSON and the bundle keep it.
    """
    described = describe_brief(brief)
    for source in described["sources"]:  # an address in Hangul stays an address
        source["url"] = quote(source["url"], safe=ADDRESS)
    data = _printable(described)
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
        known = _characters()
        return "".join(c if c in known else "?" for c in value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_printable(inner) for inner in value]
    return value


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    asset = files("coalface.brief").joinpath("assets/advances.json")
    fonts: dict[str, dict[str, int]] = json.loads(asset.read_text(encoding="utf-8"))
    return frozenset(fonts["NotoSans-Regular"]) & frozenset(fonts["NotoSans-Bold"])
