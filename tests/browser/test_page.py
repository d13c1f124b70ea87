"""The brief as a browser shows it, wide and narrow."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser'")

from playwright.sync_api import Browser, Page, sync_playwright

from coalface.brief.html import render_html
from coalface.pipeline import build_brief

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.enable_socket]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
MOST_BYTES = 400_000
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OUTSIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll') && !e.closest('svg') && !e.classList.contains('skip'))
  .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
  .map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`)"""
# Boxes of the words of each drawing that is shown; a rim (halo) is not part of a box.
WORDS = """() => [...document.querySelectorAll('svg')].filter(s => s.clientWidth).map(s => ({
  id: s.id, box: s.getBoundingClientRect().toJSON(),
  texts: [...s.querySelectorAll('text')].map(t => {
    const b = t.getBoundingClientRect(); const inset = b.height * 0.18;
    return {words: t.textContent, left: b.left + 1, right: b.right - 1,
            top: b.top + inset, bottom: b.bottom - inset}; })}))"""


@pytest.fixture(scope="module")
def brief_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    brief, _ = build_brief(date(2026, 1, 31))
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_bytes(render_html(brief))
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}: apt install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, brief_path: Path) -> Iterator[Page]:
    found = browser.new_page(viewport={"width": request.param, "height": 900})
    found.goto(brief_path.as_uri())
    yield found
    found.close()


def evaluate(page: Page, expression: str) -> Any:
    """Run a script past the page's policy, which stays in force."""
    session = page.context.new_cdp_session(page)
    answer = session.send(
        "Runtime.evaluate",
        {
            "expression": expression,
            "awaitPromise": True,
            "returnByValue": True,
            "allowUnsafeEvalBlockedByCSP": True,
        },
    )
    assert "exceptionDetails" not in answer, answer
    return answer["result"].get("value")


def test_axe_finds_nothing(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")
    evaluate(page, AXE.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": RULES, "resultTypes": ["violations", "passes"]})
    found = evaluate(page, f"axe.run(document, {options})")

    assert len(found["passes"]) > 20
    said = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"]]
    assert said == []


def test_nothing_stands_out_of_the_page(page: Page) -> None:
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_table_scrolls_sideways_while_ids_are_hidden(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")

    assert (
        page.evaluate(
            """() => [...document.querySelectorAll('.scroll')]
        .filter(s => s.scrollWidth > s.clientWidth + 1).map(s => s.textContent.slice(0, 60))"""
        )
        == []
    )


def test_words_of_a_drawing_do_not_collide_and_are_not_cut(page: Page) -> None:
    faults = []
    drawings = page.evaluate(WORDS)
    assert sum(len(drawing["texts"]) for drawing in drawings) > 200
    for drawing in drawings:
        frame, texts = drawing["box"], drawing["texts"]
        for i, one in enumerate(texts):
            if one["left"] < frame["left"] - 2 or one["right"] > frame["right"] + 2:
                faults.append((drawing["id"], "cut", one["words"]))
            faults += [
                (drawing["id"], one["words"], two["words"])
                for two in texts[i + 1 :]
                if one["left"] < two["right"]
                and two["left"] < one["right"]
                and one["top"] < two["bottom"]
                and two["top"] < one["bottom"]
            ]

    assert faults == []


def test_one_drawing_of_each_figure_is_shown(page: Page) -> None:
    counts = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => "
        "[...f.querySelectorAll('svg')].filter(s => s.clientWidth > 0).length)"
    )

    assert len(counts) >= 6
    assert set(counts) == {1}


def test_keyboard_reaches_the_skip_link_first_and_then_the_brief(page: Page) -> None:
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_page_asks_for_nothing_and_logs_nothing(browser: Browser, brief_path: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))

    page.goto(brief_path.as_uri())
    page.wait_for_timeout(300)

    assert [url for url in asked if not url.startswith(("data:", brief_path.as_uri()))] == []
    assert logged == []
    page.close()


def test_page_is_complete_without_script(browser: Browser, brief_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(brief_path.as_uri())

    assert page.locator("h1").inner_text()
    assert page.locator("figure svg:visible").count() >= 6
    assert page.locator("table").count() >= 9
    page.locator("summary", has_text="Data").first.click()
    assert page.locator("#table-first-picture").is_visible()
    context.close()


def test_table_sorts_by_value_and_back(page: Page) -> None:
    page.locator("#table-emerging thead button", has_text="Value").click()
    first = page.locator("#table-emerging tbody tr td data").first
    low = page.locator("#table-emerging tbody tr").first.inner_text()
    page.locator("#table-emerging thead button", has_text="Value").click()

    assert first.count() == 1
    assert page.locator("#table-emerging tbody tr").first.inner_text() != low
    head = page.locator("#table-emerging thead th", has_text="Value")
    assert head.get_attribute("aria-sort") == "descending"


def test_rows_of_a_table_are_lists_of_label_and_value_on_a_narrow_screen(
    browser: Browser, brief_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(brief_path.as_uri())
    page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)")

    outside = page.evaluate(
        "[...document.querySelectorAll('table, caption, td, tbody th')]"
        ".filter(e => e.getBoundingClientRect().right > window.innerWidth)"
        ".map(e => e.textContent.slice(0, 60))"
    )
    still = page.locator("#table-relief td[data-label='Still declared']").first

    assert outside == []
    assert still.inner_text().startswith("US$")
    page.close()


def test_roles_still_say_that_a_list_of_values_is_a_table(page: Page) -> None:
    found = page.evaluate(
        "[...document.querySelectorAll('table, table tr, table td, table th')]"
        ".filter(e => !e.getAttribute('role')).length"
    )

    assert found == 0


def test_page_is_under_400_kilobytes(brief_path: Path) -> None:
    assert brief_path.stat().st_size < MOST_BYTES


def test_box_shows_the_id_of_each_number_and_the_page_stays_whole(page: Page) -> None:
    shown = """() => getComputedStyle(document.querySelector('main data'), '::after').content"""
    number_id = page.evaluate("document.querySelector('main data').dataset.id")
    assert page.evaluate(shown) == "none"

    page.get_by_label("Show the id of each number").check()

    assert number_id in page.evaluate(shown)
    assert page.evaluate(OUTSIDE) == []
