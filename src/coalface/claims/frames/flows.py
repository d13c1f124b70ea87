"""Export or import *of the country spoken of*: "exports to the North" are its imports.

Which side a bare "imports" is seen from is taken from the last word of its paragraph that told.
"""

import re
from bisect import bisect_left

from coalface.claims.frames.cues import Cue
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention, Place

__all__ = ["find_flow", "trade_cue"]

HOME = "KP"
REACH = 40.0
OWNER_REACH, TARGET_REACH = 4.0, 8.0
MEMORY = 8  # words of measure that a side is remembered over
_ENDS = frozenset({"to", "from", "into"})
_OTHER = {"export": "import", "import": "export"}
_TOWARDS = frozenset({"to", "into", "from", "by", "with", "of"})
_HOME_WORDS = word_list("flows", "home_words")
PARTNER = "china"
BY_WIDTH = 10
MADE_WIDTH = 16
#: Goods made in the North before the word itself: "북한산 석탄 수입액", "朝鲜产煤炭进口".
_MADE_AT_HOME = re.compile(
    r"(?:북한산|북한 ?제|朝鲜产|朝鲜生产的|北韩产) ?[가-힣一-鿿]{0,6} ?(?:의 ?)?$"
)
_FROM_HOME = re.compile(r"(?:북한|조선)(?:에서|으로부터|로부터) ?(?:[가-힣]{1,6} )?$")
#: Whose exports and imports they are, told by one word before.
_OTHERS = frozenset({("chinese",), ("russian",), ("japanese",), ("mongolian",), ("thai",)})
TOWARD_WIDTH = 12
#: A partner before the word itself: "对朝鲜出口", "从中国进口", "대북 수출", "북한으로의 수출".
_TOWARD = re.compile(
    r"(?:[对對向从從自由]"
    r"(?:(?P<home>朝鲜|朝鮮|北韩|朝|北)|中国|中國|华|華|中|俄罗斯"
    r"|俄|日本|日)"
    r"[的之]?(?:累计|共|总共|合计|总计|直接|大量)?"
    r"|대(?:(?P<north>북)|중|러|일) ?"
    r"|(?:(?P<here>북한|북측)|중국|러시아|일본)(?:에서|에|으로부터|로부터|으로|로)(?:의)? )"
    r"(?:贸易)?$"
)


def trade_cue(reading: Reading, span: Span, reach: float = REACH) -> Cue | None:
    """Give the nearest word for exports or imports, None without one in the sentence."""
    return reading.nearest("measure", span, reach, "export", "import")


def find_flow(reading: Reading, cue: Cue) -> str:
    """Tell whether a word for exports or imports means those of the country spoken of.

    Args:
        reading: The document.
        cue: A word of family `measure` with value `export` or `import`.

    Returns:
        `export` or `import`. A guess from the words around; nothing says that a trade took place.
    """
    its = reading.cues["measure"]
    position = bisect_left(reading.starts.cues["measure"][0], cue.start)
    while its[position] is not cue:
        position += 1
    start, end = reading.paragraph(reading.sentence(cue.start).paragraph)
    for other in reversed(its[max(0, position - MEMORY) : position + 1]):
        if other.value not in _OTHER or other.start < start:
            continue
        is_home = _tells_itself(reading, other)
        if is_home is None:
            is_home = _sees_from_home(reading, other)
        if is_home is not None:
            return cue.value if is_home else _OTHER[cue.value]
    return cue.value if not _is_partner_data(reading, start, end) else _OTHER[cue.value]


def _tells_itself(reading: Reading, cue: Cue) -> bool | None:
    """Tell "China took in" and "북한산 석탄 수입", in which the partner or the origin is told."""
    text = reading.flat.text
    if PARTNER in text[cue.start : cue.end].lower():
        return False
    if text.startswith(" by ", cue.end):
        its = reading.mentions_in("place", cue.end, cue.end + BY_WIDTH)
        return _is_home(its[0]) if its and _is_country(its[0]) else None
    if text[cue.start] < "一":
        return None
    if cue.value == "import" and _FROM_HOME.search(text, max(0, cue.start - MADE_WIDTH), cue.start):
        return False
    is_made = _MADE_AT_HOME.search(text, max(0, cue.start - MADE_WIDTH), cue.start)
    return None if is_made is None else cue.value == "export"


def _sees_from_home(reading: Reading, cue: Cue) -> bool | None:
    """Tell whose exports or imports these are; None if the words beside do not say."""
    toward = _toward_before(reading, cue)
    if toward is not None:
        return toward
    if reading.words_before(cue.start, 1)[-1:] in _OTHERS:
        return False
    owner = _country_before(reading, cue.start)
    if owner is not None:
        return owner
    is_from = reading.flat.text.endswith(" from", cue.start, cue.end)  # "purchases from"
    target = _country_after(reading, cue.end - len(" from") if is_from else cue.end)
    return None if target is None else not target


def _toward_before(reading: Reading, cue: Cue) -> bool | None:
    """Tell "对朝鲜出口", the other's, from "从中国进口", the North's own."""
    text = reading.flat.text
    if text[cue.start] < "一":
        return None
    match = _TOWARD.search(text, max(0, cue.start - TOWARD_WIDTH), cue.start)
    return None if match is None else not (match["home"] or match["north"] or match["here"])


def _country_before(reading: Reading, position: int) -> bool | None:
    before = reading.words_before(position, 4)
    for place in reversed(reading.mentions_in("place", max(0, position - 40), position)):
        if (
            _is_country(place)
            and reading.distance((place.start, place.end), (position, position + 1)) <= OWNER_REACH
        ):
            between = reading.words(place.end, position)
            if not _TOWARDS & set(between) and "and" not in between and "," not in between:
                return _is_home(place)
    if {"north's", "dprk's", "pyongyang's"} & set(before):
        return True
    return None


def _country_after(reading: Reading, position: int) -> bool | None:
    after = reading.words_after(position, 9)
    start = next((i for i, word in enumerate(after) if word in _ENDS), None)
    if not _ENDS.isdisjoint(reading.words_before(position, 1)):
        start = -1  # "bought from", "purchases from": the word for it ends so
    if start is None or (start > 1 and after[0] != "of"):
        return None
    if (
        set(after[start + 1 : start + 3]) & _HOME_WORDS
        and "korea" not in after[start + 1 : start + 2]
    ):
        return True
    for place in reading.mentions_in("place", position, position + 60):
        if (
            _is_country(place)
            and reading.distance((position - 1, position), (place.start, place.end)) <= TARGET_REACH
        ):
            return _is_home(place)
    return None


def _is_country(mention: Mention) -> bool:
    return isinstance(mention.value, Place) and mention.value.kind == "country"


def _is_home(mention: Mention) -> bool:
    return isinstance(mention.value, Place) and mention.value.id == HOME


def _is_partner_data(reading: Reading, start: int, end: int) -> bool:
    text = reading.flat.text[start:end].lower()
    return any(
        name in text
        for name in ("chinese customs", "china's customs", "china's imports", "china’s imports")
    )
