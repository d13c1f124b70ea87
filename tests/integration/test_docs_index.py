from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_every_page_of_the_docs_is_in_their_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    pages = {path.name for path in DOCS.glob("*.md")} - {"index.md"}

    assert pages
    assert {name for name in pages if f"({name})" not in index} == set()
