"""The page."""

import hashlib
import re
from base64 import b64encode
from html import escape, unescape
from html.parser import HTMLParser

from tests.brief_builders import make_block, make_brief, make_number

from coalface.brief.html import render_html
from coalface.brief.model import Source
from coalface.vocabulary.short_ids import short_id


class Quoted(HTMLParser):
    """The page as a browser reads it, every attribute in quotes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs)
        self.parts.append(f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


def written(**fields: object) -> str:
    return render_html(make_brief(**fields)).decode()


def page(**fields: object) -> str:
    parser = Quoted()
    parser.feed(written(**fields))
    return "".join(parser.parts)


def test_same_brief_gives_the_same_bytes() -> None:
    assert page() == page()


def test_policy_forbids_all_but_the_style_and_script_in_the_page() -> None:
    text = page()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)

    assert policy is not None
    allowed = unescape(policy[1])
    assert "default-src 'none'" in allowed
    assert "unsafe" not in allowed
    for tag in ("style", "script"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert inner is not None
        digest = b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed


def test_page_loads_nothing_from_outside_and_has_no_inline_style() -> None:
    text = page()

    assert not re.search(r"<(img|link|iframe|object|embed|source|video|audio)\b", text)
    assert not re.search(r"\ssrc=", text)
    assert not re.search(r"\sstyle=", text)
    assert all(
        url.startswith("data:") for url in re.findall(r"url\(([^)]+)\)", text.split("<svg")[0])
    )


def test_hostile_source_title_is_escaped() -> None:
    bad = Source("a", "<img src=x onerror=alert(1)>", url="https://example.org/a")
    text = page(sources=(bad, Source("b", "B")))

    assert "<img" not in text
    assert "&lt;img" in text


def test_address_that_is_not_http_is_not_a_link() -> None:
    bad = Source("a", "A", url="javascript:alert(1)")

    assert "javascript:" not in page(sources=(bad, Source("b", "B")))


def test_number_carries_id_value_range_and_mark() -> None:
    number = make_number("x/1", 2e8, low=1e8, high=3e8, mark="imputed")
    text = page(blocks=(make_block(notes=(("It was ", number),)),))

    found = re.search(
        rf'It was <data data-id="{short_id("x/1")}" value="200000000">([^<]+)</data>(.*?)</ul>',
        text,
    )
    assert found is not None
    assert found[1].replace("\N{NO-BREAK SPACE}", " ") == "US$ 200 m"
    assert "to" in found[2]
    assert "imputed" in found[2]


def test_number_without_value_prints_no_figure() -> None:
    assert '<td class="r">no figure' in page()


def test_quotes_are_left_out_only_where_a_value_needs_none() -> None:
    bad = Source("a", "A", url="https://example.org/a?b=c&d='e' f>")
    text = written(sources=(bad, Source("b", "B")))

    assert " class=card" in text
    assert "href=\"https://example.org/a?b=c&amp;d='e' f&gt;\"" in text


def test_every_id_in_the_page_is_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', page())

    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_has_a_target() -> None:
    text = page()
    ids = set(re.findall(r'\sid="([^"]+)"', text))

    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


def test_runs_of_three_or_more_sources_are_cited_by_their_ends() -> None:
    sources = tuple(Source(f"s{i}", f"Source {i}") for i in range(5))
    ids = ("s0", "s2", "s3", "s4")
    blocks = (make_block(figures=(), tables=(), notes=(), sources=("s0", "s1", *ids)),)
    text = page(blocks=blocks, key_numbers=(), sources=sources)

    cited = text.split("Sources: ")[1].split("</p>")[0]
    assert cited == '<a href="#s1">1</a>\N{EN DASH}<a href="#s5">5</a>'


def test_the_page_shows_the_id_of_each_number_where_its_box_is_ticked() -> None:
    text = page()

    assert '<input type="checkbox" id="ids">' in text
    assert "Show the id of each number" in text
    assert ':has(#ids:checked) data::after{content:" " attr(data-id)' in text
    assert len(re.findall("<data ", text)) == len(
        re.findall(r"<data data-id=\"[a-z2-7]{6}\"", text)
    )
