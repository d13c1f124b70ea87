"""What is forgotten is in no byte of the folder, whatever version is read."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.claim_builders import AT, make_check_rows
from tests.claim_store_builders import (
    HOUR,
    PROTECTED,
    TEXT,
    act,
    extract_spans,
    ids,
    read_plain,
)

from coalface.errors import InputError
from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.claim_reviews import grade_outlet, review_claims
from coalface.pipeline.claim_store import open_store, store_rows
from coalface.pipeline.report_intake import ReportFacts, ingest_report
from coalface.tables.reviews import CLAIM_EXPORTS
from coalface.tables.schema import dtypes_of
from coalface.workspace import Workspace

Ingest = Callable[..., str]


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as it is, and every cell of every table in it."""
    for path in sorted(folder.rglob("*")):
        yield f"name of {path.name}", str(path).encode()
        if path.is_file():
            data = path.read_bytes()
            yield str(path), data
            if data[:4] == b"PAR1":
                table = pq.read_table(io.BytesIO(data))
                yield f"{path}, cells", json.dumps(table.to_pydict(), default=str,
                                                   ensure_ascii=False).encode()  # fmt: skip
                footer = pq.ParquetFile(io.BytesIO(data)).metadata
                yield f"{path}, footer", str(footer.to_dict()).encode()


CODES = ("utf-8", "utf-16-le", "utf-16-be")


def found_in(folder: Path, words: tuple[str, ...]) -> dict[str, list[str]]:
    """Where each of some words stands, in any of three encodings."""
    forms = {each: [each.encode(code) for code in CODES] for each in words}
    found: dict[str, list[str]] = {}
    for where, data in every_byte(folder):
        for each, coded in forms.items():
            if any(form in data for form in coded):
                found.setdefault(each, []).append(where)
    return found


def holders(folder: Path, words: str) -> list[str]:
    return found_in(folder, (words,)).get(words, [])


def fill(store: Workspace, ingest: Ingest) -> tuple[str, list[str]]:
    """A document read twice under two names, with versions, reviews, checks and an export."""
    document = ingest()
    ingest("kim-second.txt")
    ingest(is_again=True)
    claims = [claim for claim in ids(store) if claim.startswith(document)]
    changes = {
        "actor": "the smuggler of Taean",
        "value_low": "471200471",
        "value_high": "471200471",
    }
    review_claims(store, [act("edit", claims[0], changes=changes, reason="Kim said so")])
    review_claims(store, [act("confirm", claims[0], hours=2)])
    told = {"claim_ids": claims[:2], "explanation": "coal fetched 4711 crowns, not 9"}
    store_rows(store, "checks", "checks", {"checks": make_check_rows(told)})
    row = {"export_id": "e1", "claim_id": claims[0], "file": "given-to-desk.csv", "format": "csv",
           "sha256": "0" * 64, "exported_at": AT}  # fmt: skip
    rows = pl.DataFrame([row], schema=dtypes_of(CLAIM_EXPORTS))
    store_rows(store, "export", "export", {"claim_exports": rows})
    return document, claims


SECRETS = ("4711 crowns", "Taean", "the trader Kim", "Kim said so", "kim-interview", "kim-second",
           "the smuggler", "471200471")  # fmt: skip


def test_a_forgotten_document_is_in_no_byte_of_the_folder(store: Workspace, ingest: Ingest) -> None:
    other = ingest("other.txt", "Elsewhere Kelp is dear.\n", ReportFacts())
    document, claims = fill(store, ingest)
    assert set(found_in(store.folder, SECRETS)) == set(SECRETS)

    done = forget_claims(store, document, at=AT + 9 * HOUR)

    assert found_in(store.folder, SECRETS) == {}
    assert set(done.claim_ids) == set(claims)
    assert done.files == (f"given-to-desk.csv ({AT:%Y-%m-%d})",)
    assert list(store.read_pseudonyms().values()) == []
    assert open_store(store).documents["document_id"].to_list() == [other]
    assert len(ids(store)) == 1


def test_a_forgotten_claim_takes_its_words_and_those_who_stand_on_them(
    store: Workspace, ingest: Ingest
) -> None:
    fill(store, ingest)
    price = open_store(store).latest.filter(pl.col("kind") == "price")["claim_id"].item()

    done = forget_claims(store, price, at=AT + 9 * HOUR)

    assert holders(store.folder, "4711 crowns") == []
    assert holders(store.folder, "the smuggler") == []
    assert len(done.claim_ids) == 2
    left = open_store(store).latest
    assert left["kind"].to_list() == ["event"]
    text = store.read("document_texts").drop_nulls("document_id")["text"].item()
    assert text[left["start"][0] : left["end"][0]] == "Kelp"
    assert len(text) == len(TEXT)


def test_earlier_versions_of_the_workspace_have_forgotten_too(
    store: Workspace, ingest: Ingest
) -> None:
    document = ingest()
    review_claims(store, [act("confirm", ids(store)[0])])
    forget_claims(store, document, at=AT + 9 * HOUR)

    for version in range(store.see().version + 1):
        earlier = open_store(Workspace(store.folder, version=version))
        assert earlier.versions.is_empty()
        assert earlier.documents.is_empty()


def test_after_forgetting_the_workspace_is_whole_and_compacts(
    store: Workspace, ingest: Ingest
) -> None:
    ingest("other.txt", "Elsewhere Kelp is dear.\n", ReportFacts())
    document, _ = fill(store, ingest)
    store.compact()
    forget_claims(store, document, at=AT + 9 * HOUR)

    assert store.verify().faults == ()
    store.compact(keep_hours=0)
    assert store.verify().faults == ()
    assert len(ids(store)) == 1
    assert holders(store.folder, "4711 crowns") == []


def test_forgotten_content_comes_back_only_on_request(store: Workspace, ingest: Ingest) -> None:
    document = ingest()
    forget_claims(store, document, at=AT + HOUR)

    with pytest.raises(InputError, match="forgotten already"):
        forget_claims(store, document, at=AT + HOUR)
    with pytest.raises(InputError, match="was forgotten"):
        ingest_report(store, store.folder.parent / "kim-interview.txt", PROTECTED, at=AT,
                      read=read_plain, extract=extract_spans)  # fmt: skip
    assert ingest(is_again=True) == document
    assert len(ids(store)) == 3


@pytest.mark.parametrize(("name", "left"), [("other.txt", ["a paper"]), (None, [])])
def test_the_letter_of_an_outlet_goes_with_its_last_document(
    store: Workspace, ingest: Ingest, name: str | None, left: list[str]
) -> None:
    if name is not None:
        ingest(name, "Elsewhere Kelp is dear.\n")
    document = ingest()
    grade_outlet(store, "A Paper", "B", by="N. N.", at=AT)

    forget_claims(store, document, at=AT + HOUR)

    assert open_store(store).outlets["outlet"].to_list() == left


def test_that_something_was_forgotten_stands_in_the_history_without_its_id(
    store: Workspace, ingest: Ingest
) -> None:
    document = ingest()
    done = forget_claims(store, document, at=AT + HOUR)

    row = store.see().ingests.row(-1, named=True)
    assert (row["kind"], row["ingest"]) == ("forgetting", done.done.ingest)
    assert document not in str(row)


def test_forgetting_that_was_cut_short_is_completed_by_the_same_call(
    store: Workspace, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = ingest()
    review_claims(store, [act("edit", ids(store)[0], changes={"actor": "the smuggler"})])
    from coalface.workspace import delta, forgetting  # noqa: PLC0415 - to cut it short

    real, n_calls = delta.replace_parts, 0

    def cut(*arguments: object, **options: object) -> bool:
        nonlocal n_calls
        n_calls += 1
        if n_calls == 3:
            raise KeyboardInterrupt
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(forgetting, "replace_parts", cut)
    with pytest.raises(KeyboardInterrupt):
        forget_claims(store, document, at=AT + 9 * HOUR)
    monkeypatch.undo()
    assert store.verify().faults == ()

    forget_claims(store, document, at=AT + 9 * HOUR)

    assert found_in(store.folder, SECRETS) == {}
