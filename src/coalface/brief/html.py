"""The page: one self-contained HTML file that asks for nothing outside itself."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from coalface.brief.document import describe_brief
from coalface.brief.model import Brief, Figure

__all__ = ["render_html"]

FACES = (
    ("Noto Sans", 400, "NotoSans-Regular"),
    ("Noto Sans", 700, "NotoSans-Bold"),
)
LEAST_RUN = 3
STANDALONE = re.compile(
    ' xmlns="[^"]*"| font-family="[^"]*"| width="[^"]*" height="[^"]*"(?= role)'
)  # what a page's drawings inherit
HALO = re.compile(' paint-order="stroke" stroke="#fff" stroke-width="3"')  # see brief.css
LABELS = re.compile('(aria-labelledby=")([^" ]*)-narrow-t [^"]*"')
INDENT = re.compile(r"\n +")
APART = re.compile("(<style>.*?</style>|<script>.*?</script>)", re.DOTALL)
QUOTED = re.compile(r' ([a-z:-]+)="([^"\s\'=<>`]+)"(/?)')
NAMED = re.compile(r'<title id="[^"]*">[^<]*</title><desc id="[^"]*">[^<]*</desc>')


def render_html(brief: Brief) -> bytes:
    """Give the page as bytes; the same brief gives the same bytes.

    The page carries its own style, fonts and drawings and a policy that forbids everything
    else. Its script only sorts tables and copies citations: without it nothing is missing.
    """
    style, script = _style(), INDENT.sub("\n", _read("templates/brief.js"))
    drawings = {figure.id: _inline(figure) for block in brief.blocks for figure in block.figures}
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
    return "".join(map(_lean, APART.split(page))).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("coalface.brief", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "runs": _runs,
        "exact": _exact,
    }
    environment.filters["breakable"] = _breakable
    return environment


def _inline(figure: Figure) -> tuple[Markup, Markup]:
    """Give both drawings as they stand in a page: the narrow one is named by the wide one."""
    wide, narrow = (
        HALO.sub(' class="h"', STANDALONE.sub("", drawing))
        for drawing in (figure.wide, figure.narrow)
    )
    narrow = LABELS.sub(r'\1\2-wide-t \2-wide-d"', NAMED.sub("", narrow, count=1), count=1)
    return Markup(wide), Markup(narrow)  # noqa: S704 - our own, escaped


def _lean(part: str) -> str:
    """Leave out the quotes that HTML does not need; style and script stay as they are signed."""
    if APART.fullmatch(part):
        return part
    plain = part.replace("&#39;", "'").replace("&#x27;", "'").replace(">\n<", "><")
    return QUOTED.sub(_without_quotes, plain)


def _without_quotes(found: re.Match[str]) -> str:
    name, value, end = found.groups()
    return f" {name}={value}{' /' if end else ''}"


def _runs(references: Sequence[int]) -> list[tuple[int, int]]:
    """Give first and last of each run of references; fewer than three stand alone."""
    runs: list[list[int]] = []
    for number in references:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    found: list[tuple[int, int]] = []
    for run in runs:
        is_long = len(run) >= LEAST_RUN
        found += [(run[0], run[-1])] if is_long else [(number, number) for number in run]
    return found


def _breakable(text: str) -> str:
    """Give plain spaces for those that hold words together: the style of a cell holds them."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _exact(value: float | None) -> str:
    """Give a value for sorting: whole numbers whole, others to five digits."""
    if value is None:
        return ""
    return f"{value:.10g}" if value == int(value) else f"{value:.5g}"


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
