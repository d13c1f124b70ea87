"""Reports go in once, sources get pseudonyms, and analysts act on claims."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.claim_builders import AT
from tests.claim_store_builders import HOUR, PROTECTED, TEXT, act, extract_spans, ids, read_plain

from coalface.claims.documents import Document
from coalface.errors import InputError, WorkspaceError
from coalface.pipeline.claim_reviews import grade_outlet, list_queue, review_claims
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ReportFacts, extract_file, ingest_report
from coalface.workspace import Workspace

Ingest = Callable[..., str]


def test_claims_go_in_as_proposed_ungraded_and_recorded_by_the_clock(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()

    claims = open_store(store).latest
    assert claims.select("review_state", "grade_source", "grade_info", "recorded_at").unique().rows(
    ) == [("proposed", "F", 6, AT)]  # fmt: skip
    assert open_store(store).confirmed.is_empty()


def test_the_same_file_twice_is_stored_once(store: Workspace, ingest: Ingest) -> None:
    ingest()
    before = store.see().version
    ingest()

    assert store.see().version == before
    assert (len(ids(store)), open_store(store).names.height) == (3, 1)


def test_one_content_under_two_names_is_one_document_with_both(
    store: Workspace, ingest: Ingest
) -> None:
    ingest("one.txt")
    ingest("two.txt")
    ingest("two.txt")

    found = open_store(store)
    assert found.documents.height == 1
    assert found.names["name"].to_list() == ["one.txt", "two.txt"]
    assert len(ids(store)) == 3


def test_no_name_of_a_file_and_no_word_of_it_is_in_a_list_of_ingests_or_a_manifest(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()

    told = [p.read_text(encoding="utf-8") for p in (store.folder / "manifests").iterdir()]
    both = "".join([*told, str(store.see().ingests.to_dicts())])
    assert [words for words in ("kim-interview", "Taean", "4711", "Kim") if words in both] == []


def test_what_was_reviewed_survives_another_reading(store: Workspace, ingest: Ingest) -> None:
    ingest()
    first, *_ = ids(store)
    review_claims(store, [act("confirm", first)])

    ingest(is_again=True)

    assert open_store(store).confirmed["claim_id"].to_list() == [first]
    assert sorted(ids(store)) == sorted(set(ids(store)))
    assert len(ids(store)) == 3


def test_the_queue_holds_what_waits_and_all_of_it_on_request(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    first, second, third = ids(store)
    review_claims(store, [act("confirm", first)])
    review_claims(store, [act("edit", second, changes={"commodity": "coal"})])

    assert set(list_queue(open_store(store))["claim_id"]) == {second, third}
    assert list_queue(open_store(store), shows_all=True).height == 3


def test_acts_are_done_all_or_none(store: Workspace, ingest: Ingest) -> None:
    ingest()
    first, *_ = ids(store)

    with pytest.raises(InputError, match="no claim has the id"):
        review_claims(store, [act("confirm", first), act("confirm", "doc-0")])

    assert open_store(store).confirmed.is_empty()


def test_one_claim_is_not_acted_on_twice_at_once(store: Workspace, ingest: Ingest) -> None:
    ingest()
    first, *_ = ids(store)

    with pytest.raises(InputError, match="named twice"):
        review_claims(store, [act("confirm", first), act("reject", first)])


def test_an_earlier_version_of_the_workspace_shows_the_claim_as_it_was(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    review_claims(store, [act("confirm", ids(store)[0])])

    earlier = open_store(Workspace(store.folder, version=1))
    assert earlier.confirmed.is_empty()
    assert open_store(store).confirmed.height == 1
    assert open_store(store).versions.height == 4


def test_a_clock_that_went_back_is_told(store: Workspace, ingest: Ingest) -> None:
    ingest()

    with pytest.raises(InputError, match="Set the clock"):
        review_claims(store, [act("confirm", ids(store)[0], hours=-1)])


def test_a_claim_is_merged_only_into_one_that_stands(store: Workspace, ingest: Ingest) -> None:
    ingest()
    first, second, third = ids(store)
    review_claims(store, [act("reject", second)])

    with pytest.raises(InputError, match="expected a claim that stands"):
        review_claims(store, [act("merge", first, value=second)])
    review_claims(store, [act("merge", first, value=third)])

    states = dict(open_store(store).latest.select("claim_id", "review_state").rows())
    assert states[first] == "merged"


def test_credibility_1_needs_a_second_chain(store: Workspace, ingest: Ingest) -> None:
    ingest()

    with pytest.raises(InputError, match="independent chain"):
        review_claims(store, [act("grade", ids(store)[0], value="B1")])
    review_claims(store, [act("grade", ids(store)[0], value="B2")])

    assert open_store(store).latest.select("grade_source", "grade_info").row(0) == ("B", 2)


def test_an_outlet_has_its_own_letter_and_the_last_one_counts(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    assert set(list_queue(open_store(store))["outlet_grade"]) == {"F"}

    for hours, letter in ((1, "b"), (2, "C")):
        grade_outlet(store, "a PAPER", letter, by="N. N.", at=AT + hours * HOUR)

    queue = list_queue(open_store(store))
    assert set(queue["outlet_grade"]) == {"C"}
    assert set(queue["grade_source"]) == {"F"}


@pytest.mark.parametrize(
    ("outlet", "letter", "by"), [("Other", "B", "N."), ("A Paper", "G", "N."), ("A Paper", "B", "")]
)
def test_a_letter_that_cannot_be_given_is_refused(
    store: Workspace, ingest: Ingest, outlet: str, letter: str, by: str
) -> None:
    ingest()

    with pytest.raises(InputError):
        grade_outlet(store, outlet, letter, by=by, at=AT + HOUR)
    assert open_store(store).outlets.is_empty()


def test_sources_of_what_is_not_public_get_pseudonyms_the_outlet_does_not(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()

    outlet, name = open_store(store).latest["attribution"][0]
    assert outlet == "A Paper"
    assert store.read_pseudonyms() == {name: "the trader Kim"}


def test_whoever_is_not_known_to_be_harmless_gets_a_pseudonym_in_every_column(
    store: Workspace, tmp_path: Path
) -> None:
    def extract(document: Document) -> pl.DataFrame:
        return extract_spans(document).with_columns(
            attribution=pl.lit(["Mr Kwon", "traders", "Ms Ri"]),
            actor=pl.lit("Mr Kwon"),
            counterparty=pl.lit("Chinese companies"),
        )

    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    facts = ReportFacts(sensitivity="restricted")
    ingest_report(store, path, facts, at=AT, read=read_plain, extract=extract)

    claim = open_store(store).latest.row(0, named=True)
    names = {words: name for name, words in store.read_pseudonyms().items()}
    assert set(names) == {"Mr Kwon", "Ms Ri"}
    assert claim["attribution"] == [names["Mr Kwon"], "traders", names["Ms Ri"]]
    assert (claim["actor"], claim["counterparty"]) == (names["Mr Kwon"], "Chinese companies")


def test_a_claim_is_not_closed_while_its_document_stays_open(
    store: Workspace, ingest: Ingest
) -> None:
    document = ingest(facts=ReportFacts())
    edit = act("edit", ids(store)[0], changes={"sensitivity": "protected"})

    with pytest.raises(InputError, match=f"protect nobody.*forget {document}"):
        review_claims(store, [edit])

    assert set(open_store(store).latest["sensitivity"]) == {"public"}


def test_sources_of_public_reports_keep_their_words(store: Workspace, ingest: Ingest) -> None:
    ingest(facts=ReportFacts())

    assert open_store(store).latest["attribution"][0].to_list() == ["A Paper", "the trader Kim"]
    assert store.read_pseudonyms() == {}


def test_one_source_has_one_pseudonym_in_all_documents(store: Workspace, ingest: Ingest) -> None:
    ingest()
    ingest("other.txt", TEXT + "More.")

    assert open_store(store).latest["attribution"].list.get(1).n_unique() == 1


def test_pseudonyms_lie_in_a_file_that_only_its_owner_reads(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()

    path = store.folder / "private" / "pseudonyms.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_pseudonyms_that_others_may_read_are_refused(
    store: Workspace, ingest: Ingest, mode: int
) -> None:
    ingest()
    (store.folder / "private" / "pseudonyms.json").chmod(mode)

    with pytest.raises(WorkspaceError, match="chmod 600") as caught:
        ingest("other.txt", TEXT + "More.")
    assert "Kim" not in str(caught.value)


def test_a_damaged_file_of_pseudonyms_is_told_without_its_words(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    path = store.folder / "private" / "pseudonyms.json"
    path.write_text('{"source-1": ["the trader Kim"', encoding="utf-8")

    with pytest.raises(WorkspaceError) as caught:
        store.read_pseudonyms()
    assert "Kim" not in str(caught.value)


def test_a_draft_that_a_killed_writer_left_goes_with_the_next_sweep(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    place = store.folder / "private"
    (place / ".3f2a").write_text("the trader Kim")
    place.chmod(0o755)

    store.sweep()
    ingest("other.txt", "A trader at Taean: coal fetched 4711 crowns")
    store.give_pseudonyms(["Ms Ri"])

    assert [path.name for path in place.iterdir()] == ["pseudonyms.json"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b"])
def test_an_address_of_another_kind_is_refused_where_a_user_gives_it(
    tmp_path: Path, url: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    with pytest.raises(InputError, match="--url"):
        extract_file(path, ReportFacts(url=url), read=read_plain, extract=extract_spans)


def test_an_error_on_a_protected_report_tells_no_word_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    def fail(document: Document) -> pl.DataFrame:
        raise ValueError(document.text)

    with pytest.raises(InputError) as caught:
        extract_file(path, PROTECTED, read=read_plain, extract=fail)
    assert "Taean" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_report_from_the_future_is_refused(store: Workspace, ingest: Ingest) -> None:
    with pytest.raises(InputError, match="after today"):
        ingest(facts=ReportFacts(published=AT.date() + timedelta(days=2)))

    assert store.see().version == 0
