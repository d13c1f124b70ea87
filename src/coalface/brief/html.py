"""The page: one self-contained HTML file that asks for nothing outside itself."""

import hashlib
from base64 import b64encode
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coalface.brief.document import describe_brief
from coalface.brief.model import Brief

__all__ = ["render_html"]

FACES = (
    ("Noto Sans", 400, "NotoSans-Regular"),
    ("Noto Sans", 700, "NotoSans-Bold"),
    ("Noto Serif", 700, "NotoSerif-Bold"),
)


def render_html(brief: Brief) -> bytes:
    """Give the page as bytes; the same brief gives the same bytes.

    The page carries its own style, fonts and drawings and a policy that forbids everything
    else. Its script only sorts tables and copies citations: without it nothing is missing.
    """
    style, script = _style(), _read("templates/brief.js")
    drawings = {
        figure.id: (Markup(figure.wide), Markup(figure.narrow))  # noqa: S704 - our own, escaped
        for block in brief.blocks
        for figure in block.figures
    }
    page = (
        _environment()
        .get_template("brief.html.j2")
        .render(
            brief=describe_brief(brief),
            drawings=drawings,
            style=Markup(style),  # noqa: S704 - packaged file
            script=Markup(script),  # noqa: S704 - packaged file
            policy=_policy(style, script),
        )
    )
    return page.encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("coalface.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def _style() -> str:
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff2;base64,{_font(name)}) format('woff2')}}\n"
        for family, weight, name in FACES
    )
    return faces + _read("templates/brief.css")


def _font(name: str) -> str:
    asset = files("coalface.brief").joinpath(f"assets/fonts/{name}.woff2")
    return b64encode(asset.read_bytes()).decode()


def _read(name: str) -> str:
    return files("coalface.brief").joinpath(name).read_text(encoding="utf-8")
