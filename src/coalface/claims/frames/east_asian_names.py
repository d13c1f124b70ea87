"""Where the name of a Korean or Chinese source starts: "단둥의 한 무역업자"."""

import re

__all__ = ["find_name_start"]

LONGEST = 40  # characters
MOST_WORDS = 5
_HANGUL = "가"
#: Signs that end what stands before a name in Chinese, and words that only lead to one.
_CHINESE = re.compile(
    r"(?:据|另外|另据|另|有|但|而|不过|然而)?(?P<name>[^,，、。;；:：!！?？“”\"'\s]*)$"
)
#: Words of a Korean name: no subjects, objects and verbs, but for "일하는" and its like.
_KOREAN_WORD = re.compile(
    r"(?!(?:그러나|하지만|그런데|반면|한편|다만|또|그리고|이에|특히|반대로) $)"
    r"(?:[가-힣]*(?:하는|있는|되는|가는|오는|사는|니는|받는)|[가-힣]*[^\W\d_a-zA-Z은는이가을를고며다지])"
    r" $"
)


def find_name_start(text: str, start: int, noun: int) -> int:
    """Find where the name of a source starts, from the noun that it ends in.

    Args:
        text: The clean string.
        start: Start of the sentence.
        noun: Start of the noun, in Korean or Chinese.

    Returns:
        The first character of the name: its places are the speaker's own.
    """
    low = max(start, noun - LONGEST)
    if text[noun] < _HANGUL:
        match = _CHINESE.search(text, low, noun)
        return match.start("name") if match is not None else noun
    first = noun
    while first > low and text[first - 1] not in " \n":  # "수산물상인"
        first -= 1
    for _ in range(MOST_WORDS):
        before = text.rfind(" ", low, first - 1) + 1 if first - 1 > low else low
        before = max(before, low)
        if before >= first or _KOREAN_WORD.fullmatch(text, before, first) is None:
            break
        first = before
    return first
