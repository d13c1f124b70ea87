"""Words that bind a figure: about, at least, no more than, 이상, 不到."""

import re
from string import ascii_letters, printable
from typing import NamedTuple

from coalface.claims.mentions.types import Operator

__all__ = ["Bound", "find_bound_after", "find_bound_before"]


class Bound(NamedTuple):
    """How words beside a figure bind it.

    Attributes:
        op: The operator.
        edge: Where the words start (before the figure) or end (after it).
        is_negated: Whether they deny: "no more than", "never exceeded".
    """

    op: Operator
    edge: int
    is_negated: bool = False


_WIDTH = 36
_LONGEST = 28
_ODD = frozenset("~<> \t\n\r\v\f\x1c\x1d\x1e\x1f")
_EXTREME = re.compile(r"\b(?:max|min)imum [a-z]+$", re.IGNORECASE)
_BEFORE: tuple[tuple[Operator, str], ...] = (
    (
        "le",
        "up to|no more than|not more than|not over|not above|at most|at the most|at best"
        "|at the outside"
        "|an? (?:maximum|upper)(?: [a-z]+)? of|maximum(?: [a-z]+ of)?|almost|nearly"
        "|as much as|approaching"
        "|approached|approaches|close on|getting on for|going on for|the (?:best|better) part of"
        "|no higher than|no greater than|not to exceed|no larger than"
        "|as many as|not exceeding|never more than|within|as high as|capped at|limited to|≤"
        "|최대|많아야|거의|近|接近|将近|最多|(?:不得|不能|不可|不应)(?:超过|超過|高于|多于)|不超过|不超過|多达|至多",
    ),
    (
        "ge",
        "at least|as low as|as little as|as few as|no less than|not less than|no fewer "
        "than|not fewer than|a minimum(?: [a-z]+)? of|minimum(?: [a-z]+ of)?|no lower than"
        "|not below"
        "|not under|a good|≥"
        "|최소|적어도|최소한|至少|不少于|不低于|不下",
    ),
    (
        "lt",
        "less than|fewer than|lower than|smaller than|under|below|beneath|short of|shy of|not "
        "even|not quite|(?:fail(?:s|ed)?|yet|unable) to reach|not reach|never reached|not reached|<"
        "|不到|不足|低于|少于|未满",
    ),
    (
        "gt",
        "more than|over|above|in excess of|upwards? of|greater than|higher than|larger "
        "than|north of|beyond"
        "|exceed|exceeds|exceeded|exceeding|surpass(?:ed|es|ing)?|topp(?:ed|ing)|tops|(?:to"
        "|will|would|could|may|might) (?:top|surpass)|>"
        "|超过|超過|逾|高于|多于|大于",
    ),
    (
        "approx",
        "about|around|roughly|some|perhaps|maybe|approximately|approx\\.?|circa|ca\\.|c\\.|close to"
        "|near|in the region of"
        "|(?:in|on|of) the order of|in the (?:neighbou?rhood|vicinity|area) of|something like"
        "|anything like|more or less|barely|~|약|대략|约|約|大约|大約|大概",
    ),
)
_LEADS_FORM = (
    r"(?:(?:just|only|well|little|slightly|far|much|a) )?(?:"
    + "|".join(f"(?P<{op}>{words})" for op, words in _BEFORE)
    + r")(?: (?:the|an? (?:average|total|estimated) of|a total of|an estimated|estimated))?"
    r"(?:有|达|为|是)? ?$"
)
_LEADS = re.compile(r"(?<![^\W\d_一-鿿])" + _LEADS_FORM, re.IGNORECASE)
#: The same for words in small letters, which are compared far quicker.
_SMALL_LEADS = re.compile(_LEADS_FORM)
_STARTS = re.compile(r"(?<![a-z])(?:[a-z]+|[~<>])")
#: First words of all of these in English: at any other one, none need be looked for.
_FIRST = frozenset(
    {
        "just", "only", "well", "little", "slightly", "far", "much", "a", "an",
        "up", "no", "not", "at", "maximum", "almost", "nearly", "as", "approaching", "approached",
        "approaches", "close", "getting", "going", "the", "never", "within", "capped", "limited",
        "minimum", "less", "fewer", "lower", "smaller", "under", "below", "beneath", "short", "shy",
        "fail", "fails", "failed", "yet", "unable", "more", "over", "above", "in", "upward",
        "upwards", "greater", "higher", "larger", "north", "beyond", "exceed", "exceeds",
        "exceeded", "exceeding", "surpass", "surpassed", "surpasses", "surpassing", "topped",
        "topping", "tops", "to", "will", "would", "could", "may", "might", "about", "around",
        "roughly", "some", "perhaps", "maybe", "approximately", "approx", "circa", "ca", "c",
        "near", "on", "of", "something", "anything", "barely", "~", "<", ">",
    }
)  # fmt: skip
#: Last words of all of these in English: before any other one, nothing need be looked for.
_LAST = frozenset(
    {
        "to", "than", "over", "above", "most", "maximum", "almost", "nearly", "much",
        "many", "exceeding", "within", "high", "at", "perhaps", "maybe",
        "least", "minimum", "under", "below",
        "beneath", "of", "even", "quite", "beyond", "exceed", "exceeds", "exceeded",
        "surpass", "surpassed", "surpasses", "surpassing", "topped", "topping", "about",
        "around", "roughly", "some", "approximately", "approx", "approx.", "circa", "ca.",
        "c.", "near", "best", "outside", "approaching", "approached", "on", "for",
        "approaches", "greater", "good", "reach", "reached", "top", "tops", "like", "barely",
        "less", "the", "as", "average", "total", "estimated", "upward", "upwards",
    }
)  # fmt: skip
#: How these end, with the blank after them: of most words these signs tell that they are none.
_OPENERS = " \n(\"'"
_ENDS = frozenset(
    {f"{word[-3:]} " for word in _LAST if len(word) > 2}  # noqa: PLR2004
    | {f"{sign}{word} " for word in _LAST if len(word) == 2 for sign in _OPENERS}  # noqa: PLR2004
)
#: Words before the last one, where that one alone is in no bound: "5 tons of" is none.
_BEFORE_LAST = {
    "as": ("much", "many", "little", "few", "high", "low"),
    "at": ("capped",),
    "to": ("up", "limited", "close"),
    "of": (
        "maximum", "minimum", "short", "excess", "upward", "upwards", "north", "region",
        "order", "average", "total", "estimated", "shy", "part", "neighbourhood", "neighborhood",
        "vicinity", "area",
    ),
    "for": ("getting on", "going on"),
    "on": ("close",),
}  # fmt: skip
#: Words that bind by themselves, with how; what goes on to them from before is in `_FIRST`.
_ALONE: dict[str, Operator] = {
    word: match.lastgroup  # type: ignore[misc]  # groups are named by operator
    for word in _LAST - _BEFORE_LAST.keys()
    if word.isalpha() and (match := _SMALL_LEADS.fullmatch(f"{word} "))
}
_NEGATION = re.compile(
    r"(?:\b(?:no|not|never|nobody|none|neither|nor|hardly|without|cannot|den(?:y|ies|ied|ying))\b"
    r"|n[’']t\b)[^.;:,\n]{0,40}$",
    re.IGNORECASE,
)
#: One of these is in all that denies.
_NEGATION_SIGNS = ("no", "ne", "n't", "n’t", "hardly", "without", "den")
#: "went up to 25 percent" tells a change, not a bound.
_RISES = re.compile(
    r"\b(?:go|goes|went|gone|going|moved|pushed|shot|crept|edged|add|adds|added|adding|sums?|summed"
    r"|lives?|lived|built|caught) $",
    re.IGNORECASE,
)
_RISE_WIDTH = 10
#: "handed over 700 dollars" gave them away.
_GIVES = re.compile(
    r"\b(?:hand(?:s|ed|ing)?|turn(?:s|ed|ing)?|sign(?:s|ed|ing)?|pass(?:es|ed|ing)?|pay|paid) $",
    re.IGNORECASE,
)
#: "45 percent more than the 1.19 billion" holds one against the other.
_BY_SO_MUCH = re.compile(
    r"(?:percent|per cent|%|pct|points|thirds?|hal[fv]e?s?|quarters?|fifths?) $"
)
#: "went up to" and "handed over": the words belong to what was done.
_LED_BY = {
    "up to": _RISES,
    "over": _GIVES,
    **dict.fromkeys(("more than", "less than", "fewer than"), _BY_SO_MUCH),
    **dict.fromkeys(("higher than", "lower than", "greater than", "larger than"), _BY_SO_MUCH),
}
_DENIES = re.compile(r"^(?:no|not|never|不)", re.IGNORECASE)
_PLAIN = re.compile(r"not (?:exceeding|to exceed)", re.IGNORECASE)
_NEGATED: dict[Operator, Operator] = {"gt": "le", "ge": "lt", "lt": "ge"}
_NEGATION_WIDTH = 60

_AFTER: tuple[tuple[Operator, str], ...] = (
    (
        "ge",
        r" or (?:even )?(?:more|above|over|greater|higher)\b| and (?:above|more|over|up|upwards)\b"
        r"| at (?:the )?(?:very )?least\b|\+(?!\d)| plus\b| ?이상|以上",
    ),
    (
        "gt",
        r" ?(?:을|를|이|가)? ?초과(?!하지 ?(?:못|않|말)|할 수 없)"
        r"| ?(?:을|를|이|가)? ?(?:넘(?!지 ?(?:못|않|말)|을 수 없)|웃돌|상회)[가-힣]*",
    ),
    (
        "lt",
        r" ?미만| ?(?:에도?|도)(?: ?조금| ?약간)? ?못 ?미치[가-힣]*| ?(?:을|를) ?밑[도돌][가-힣]*",
    ),
    (
        "le",
        r" or (?:even )?(?:less|fewer|below|under)\b| at (?:the )?(?:very )?(?:most|best"
        r"|outside)\b| tops\b"
        r"| ?(?:을|를)? ?(?:넘|초과하)지 ?(?:못|않|말)[가-힣]*"
        r"| ?(?:을|를)? ?(?:넘을|초과할) 수 없[가-힣]*"
        r"| ?이하| ?이내|以下|以内|以內| ?에 육박[가-힣]*",
    ),
    (
        "approx",
        r" or so\b| or thereabouts\b|,? give or take\b|,? more or less\b"
        r"| ?(?:가량|정도|쯤|안팎|내외"
        r"|남짓)|左右|上下",
    ),
)
#: What mostly follows a figure and opens no bound: a stop, or a word that begins otherwise.
_FREE = frozenset(
    {" (", ", ", *(f" {sign}" for sign in ascii_letters)}
    | {f"{stop}{sign}" for stop in ".;:)\"'?!-\n" for sign in printable}
)
_MAY_FOLLOW = frozenset({" an", " at", " gi", " mo", " or", " pl", " to", ", g", ", m"})
_FOLLOWS = re.compile("|".join(f"(?P<{op}>{words})" for op, words in _AFTER))


def find_bound_before(text: str, start: int) -> Bound | None:
    """Find words that bind the figure which starts at a place.

    Args:
        text: The clean string.
        start: First character of the figure, its currency included.

    Returns:
        The bound with the start of its words, or None.
    """
    near = text[start - 4 : start].lower()
    is_free = near not in _ENDS and near[3:] == " " and near[2] not in _ODD and near.isascii()
    if is_free:
        return None
    before = text[start - _LONGEST if start > _LONGEST else 0 : start]
    word = _alone(before)
    if word is None:
        return None
    if word:
        op, edge = _ALONE[word], start - len(word) - 1
    elif _may_bind(before):
        low = max(0, start - _WIDTH)
        match, edge = _leads(text, low, start)
        if match is None:
            return None
        op = match.lastgroup  # type: ignore[assignment]  # groups are named by operator
        word = match[op].lower()
    else:
        return None
    return _bound(text, op, word, edge)


def _alone(before: str) -> str | None:
    """Give the last word before a figure if it binds by itself: "cost about", not "just about".

    None if the last two words are in no bound: "came to", "the price of". Empty if more of what
    stands before has to be read to tell.
    """
    words = before.rsplit(" ", 3)
    if len(words) < 4 or words[3]:  # noqa: PLR2004
        return ""
    word, previous = words[2].lower(), words[1].lower()
    if previous.isalpha() and previous.isascii():
        if word in _BEFORE_LAST:
            is_open = previous.endswith(_BEFORE_LAST[word]) or previous == "on"  # "going on for"
            return "" if is_open or "imum" in before.lower() else None
    elif not (previous.isascii() and previous.rstrip(",.;:").isalpha()):
        return ""
    return word if word in _ALONE and previous not in _FIRST else ""


def _bound(text: str, op: Operator, words: str, edge: int) -> Bound | None:
    """Read what stands before the words of a bound: it can turn them, or take them away."""
    if words in _LED_BY and _LED_BY[words].search(text, max(0, edge - _RISE_WIDTH), edge):
        return None
    if _DENIES.match(words):
        is_plain = op == "ge" or _PLAIN.match(words) is not None
        return Bound(op, edge, is_negated=not is_plain)  # "no fewer than" denies nothing
    if op in _NEGATED and _is_denied(text, edge):
        return Bound(_NEGATED[op], edge, is_negated=True)
    return Bound(op, edge)


def _is_denied(text: str, edge: int) -> bool:
    low = max(0, edge - _NEGATION_WIDTH)
    before = text[low:edge].lower()
    is_led = any(map(before.__contains__, _NEGATION_SIGNS))  # as few are
    return is_led and _NEGATION.search(text, low, edge) is not None


def _may_bind(before: str) -> bool:
    """Say whether the last words before a figure can end a bound at all."""
    others, _, last = before.rstrip().replace("\n", " ").rpartition(" ")
    last = last.lower().lstrip("(\"'“‘—–")
    if not last or (last.isascii() and last not in _LAST and last[-1] not in "~<>"):
        return False
    if last == "of" and _EXTREME.search(others):
        return True
    return last not in _BEFORE_LAST or others.lower().endswith(_BEFORE_LAST[last])


def _leads(text: str, low: int, start: int) -> tuple[re.Match[str] | None, int]:
    """Find the words of a bound that end at a place, and where in the text they start."""
    first = max(0, low - 1)  # one sign more: a word must not begin within another
    window = text[first:start]
    if window.isascii():
        small = window.lower()
        for word in _STARTS.finditer(small, low - first):
            if word[0] in _FIRST and (match := _SMALL_LEADS.match(small, word.start())):
                return match, first + word.start()
        return None, 0
    match = _LEADS.search(text, low, start)
    return match, match.start() if match else 0


def find_bound_after(text: str, end: int) -> Bound | None:
    """Find words that bind the figure which ends at a place.

    Args:
        text: The clean string.
        end: One past the last character of the figure, its unit included.

    Returns:
        The bound with the end of its words, or None.
    """
    if text[end : end + 2] in _FREE and text[end : end + 3] not in _MAY_FOLLOW:
        return None
    match = _FOLLOWS.match(text, end)
    if match is None:
        return None
    op: Operator = match.lastgroup  # type: ignore[assignment]  # groups are named by operator
    return Bound(op, match.end())
