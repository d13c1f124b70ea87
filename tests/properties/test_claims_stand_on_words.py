"""Laws of extraction on any text: no crash, every claim inside the text, the same each time."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from coalface.claims.documents import Document
from coalface.claims.extract import extract_claims
from coalface.tables.claims import check_claims

PIECES = st.sampled_from(
    [
        *("coal", "iron ore", "exports", "imports", "rose", "fell to", "4,000 tons", "half"),
        *("USD 60 a ton", "(RMB 420)", "15 percent", "in May", "last year", "since 2016"),
        *("said a trader", "according to customs", "Nampo", "to Dandong", "not", "banned"),
        *("Resolution 2371", "paid", "in advance", "because", "usually", ".", ",", ";"),
        *("\n\n", "“", "”", "\u200b", "\u202e", "-\n", "3억2,000만 달러", "减少", "수출"),
        *("<b>", "%s", "\x00", "0"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200))
def test_every_claim_stands_inside_its_text_and_passes_its_table(text: str) -> None:
    claims = extract_claims(Document("d", text, date(2023, 10, 18)))

    check_claims(claims)
    for row in claims.iter_rows(named=True):
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert row["locator"] == " ".join(text[row["start"] : row["end"]].split())


@settings(max_examples=20, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_claims_do_not_depend_on_what_was_read_before(text: str) -> None:
    document = Document("d", text, date(2023, 10, 18))

    first = extract_claims(document)
    extract_claims(Document("other", "Coal costs 60 dollars a ton.", None))

    assert extract_claims(document).equals(first)
