"""Words told by tokens are the words that a look at the text itself finds."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coalface.claims.mentions.tokens import find_words_of, split_tokens
from coalface.claims.mentions.words import find_words

SIGNS = st.sampled_from([*"abZéÉÿŁİßẞ×÷ǎȺØ\u212a\u212bжỳ'’-–.,:;_ \n0159가한中年ªº", "the"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(SIGNS, max_size=40).map("".join))


@given(TEXTS)
@example("It's China’s four-year-old 5kt mother-in-law's ab-")
@settings(deadline=None, max_examples=600)
def test_words_are_the_same_by_tokens_as_by_the_text(text: str) -> None:
    tokens = split_tokens(text)

    by_tokens, by_text = find_words_of(text, tokens), find_words(text)

    assert by_tokens == by_text
    for word in {*by_text.lowers, "the"}:
        assert by_tokens.places_of({word}) == by_text.places_of({word})


@given(TEXTS)
@example("no\n5톤 of it\nno")
@settings(deadline=None, max_examples=600)
def test_no_korean_or_chinese_stands_outside_of_the_lines_that_hold_it(text: str) -> None:
    start, end = find_words_of(text, split_tokens(text)).east

    assert not re.search("[가-힣一-鿿〇零]", text[:start] + text[end:])
