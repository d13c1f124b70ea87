"""Whom an analyst names in a report that is not public gets a pseudonym, as its sources do."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.claim_store_builders import PROTECTED, act, ids

from coalface.claims.sensitivity import WITHHELD, handed_on
from coalface.errors import InputError
from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.claim_reviews import hide_protected_reviews, review_claims, show_claim
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ReportFacts
from coalface.pipeline.reports import gather_claims
from coalface.workspace import Workspace

Ingest = Callable[..., str]
RESTRICTED = ReportFacts(sensitivity="restricted")


def told_of(store: Workspace) -> str:
    """Give every cell of every version of what analysts see and do."""
    tables = ("claims", "reviews", "ingests")
    rows = [store.scan_every_row(name).collect().to_dicts() for name in tables[:2]]
    return str([*rows, store.see().ingests.to_dicts()])


@pytest.mark.parametrize("facts", [PROTECTED, RESTRICTED])
@pytest.mark.parametrize(
    ("field", "words", "people"),
    [
        ("actor", "Mr Kwon", ["Mr Kwon"]),
        ("counterparty", "Ms Ri", ["Ms Ri"]),
        ("attribution", "A Paper | Mr Kwon | traders | Ms Ri", ["Mr Kwon", "Ms Ri"]),
    ],
)
def test_a_name_that_an_analyst_gives_is_in_the_file_of_pseudonyms_only(
    store: Workspace, ingest: Ingest, facts: ReportFacts, field: str, words: str, people: list[str]
) -> None:
    ingest(facts=facts)
    first = ids(store)[0]

    review_claims(store, [act("edit", first, changes={field: words}, reason="Mr Kwon said so")])

    assert [name for name in people if name in told_of(store)] == []
    names = {told: name for name, told in store.read_pseudonyms().items()}
    latest = open_store(store).latest.row(0, named=True)[field]
    kept = [names.get(word, word) for word in map(str.strip, words.split("|"))]
    assert latest == (kept if field == "attribution" else kept[0])
    assert set(people) <= set(names)


def test_a_name_that_is_known_already_keeps_its_pseudonym(store: Workspace, ingest: Ingest) -> None:
    ingest()
    first, second, _ = ids(store)
    before = store.read_pseudonyms()
    (known,) = before

    review_claims(store, [act("edit", first, changes={"actor": "the trader Kim"})])
    review_claims(store, [act("edit", second, changes={"actor": known})])

    assert store.read_pseudonyms() == before
    assert open_store(store).latest["actor"].to_list()[:2] == [known, known]


@pytest.mark.parametrize("actor", ["CN", "traders", "A Paper"])
def test_what_is_known_to_name_nobody_keeps_its_words(
    store: Workspace, ingest: Ingest, actor: str
) -> None:
    ingest()

    review_claims(store, [act("edit", ids(store)[0], changes={"actor": actor})])

    assert open_store(store).latest["actor"][0] == actor


def test_a_name_in_a_public_report_keeps_its_words(store: Workspace, ingest: Ingest) -> None:
    ingest(facts=ReportFacts())

    review_claims(store, [act("edit", ids(store)[0], changes={"actor": "Mr Kwon"})])

    assert open_store(store).latest["actor"][0] == "Mr Kwon"
    assert store.read_pseudonyms() == {}


def test_an_edit_that_is_refused_leaves_no_name_behind(store: Workspace, ingest: Ingest) -> None:
    ingest()
    before = store.read_pseudonyms()

    changes = {"actor": "Mr Kwon", "kind": "no kind"}
    with pytest.raises(InputError):
        review_claims(store, [act("edit", ids(store)[0], changes=changes)])

    assert store.read_pseudonyms() == before


def test_a_name_that_an_analyst_gave_is_forgotten_with_its_claim(
    store: Workspace, ingest: Ingest
) -> None:
    document = ingest()
    review_claims(store, [act("edit", ids(store)[0], changes={"actor": "Mr Kwon"})])

    forget_claims(store, document, at=act("confirm", "").at)

    assert store.read_pseudonyms() == {}


def test_a_claim_that_was_opened_stays_under_pseudonyms_and_within_its_report(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    first = ids(store)[0]
    opened = {"sensitivity": "public"}
    review_claims(store, [act("edit", first, changes=opened, reason="the source agreed")])
    days = {"actor": "Mr Kwon", "valid_from": "2018-05-03", "valid_to": "2018-05-03"}
    review_claims(store, [act("edit", first, hours=2, changes=days)])

    own = gather_claims(store).claims.filter(claim_id=first)
    shown, _ = handed_on(own, is_exact=True)

    assert "Mr Kwon" not in told_of(store)
    row = shown.row(0, named=True)
    assert (row["locator"], row["actor"], row["attribution"]) == (None, None, None)
    assert (row["valid_from"], row["valid_to"]) == (date(2018, 5, 1), date(2018, 5, 31))
    assert show_claim(store, first).is_protected


def test_acts_on_protected_claims_show_no_value_and_no_reason(
    store: Workspace, ingest: Ingest
) -> None:
    ingest()
    ingest("open.txt", "A public text: coal fetched 4711 crowns.", facts=ReportFacts())
    closed, *_, still_open = ids(store)
    done = [
        act("edit", claim, changes={"commodity": "coal"}, reason="by phone")
        for claim in (closed, still_open)
    ]

    shown = hide_protected_reviews(store, review_claims(store, done))

    assert shown.select("claim_id", "field", "after", "reason", "by").rows() == [
        (closed, "commodity", WITHHELD, WITHHELD, "N. N."),
        (still_open, "commodity", "coal", "by phone", "N. N."),
    ]
