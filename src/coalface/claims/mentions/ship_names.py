"""Ships named without a word for a ship: "the Mirae 12 sailed", 해동6호, “海东6号”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from coalface.claims.mentions.types import Mention, Vessel
from coalface.claims.mentions.words import Words
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["find_ship_names"]

_PART = r"[A-Z][A-Za-z'’-]{1,20}"
_NAMED = re.compile(
    rf" (?!The |Aboard |Onto )"  # a word that opens a sentence is no part of the name
    rf"(?P<name>{_PART}(?: {_PART}){{0,3}}(?: (?P<number>\d{{1,3}})(?![\d%]|[.,:]\d))?)"
)
#: A name before such a word, which goes on with it.
_GOES_ON = re.compile(rf" (?!The |Aboard |Onto ){_PART} $")
_WIDEST = 24
_OPENING = frozenset({"The", "Aboard", "Onto"})
_AFTER = re.compile(r"(?:,? [a-z]+){0,4}")
_BEFORE = frozenset({"the", "same", "ferry", "aboard", "onto", "coaster", "bulker", "barge"}) | {
    "trawler",
    "collier",
}
_MUCH = re.compile(
    r" (?:[a-z]+ ){0,2}(?:\d|coal\b|ore\b|anthracite\b|a cargo|her cargo|its cargo|diesel\b)"
)
#: "another log has the Sil Li at Lianyungang"
_AT = re.compile(r" (?:at|off|in|near|alongside|leaving|entering|in port)\b")
_SEEN = re.compile(
    r"(?:has|have|had|puts?|place[sd]?|shows?|showed|found|saw|spotted|logged|recorded|entered"
    r"|berthed|boarded|watched|moored|piloted) $"
)
#: Words in capitals that stand beside figures.
_TRADE = frozenset(
    {"USD", "EUR", "CNY", "RMB", "KRW", "KPW", "FOB", "CIF", "CFR", "DWT", "IMO", "AIS"}
)
#: A blank comes first, as it stands: a pattern that begins with one sign is sought the quickest.
_CAPITALS = re.compile(
    r" (?P<name>[A-Z](?<=[a-z] .)[A-Z]{1,19}(?: [A-Z]{2,20}){1,3}(?P<number> \d+)?)\b"
    r"(?! [A-Z]{2})"
)
_LONGEST = 8  # signs of a word before a name
_AT_SEA = re.compile(
    r"\b(?:ships?|vessels?|tanker|freighter|bulker|coaster|collier|port|berth|sailed|AIS)\b"
)
LEAST_SHOUTED = 3  # letters of each word
_WIDTH = 16
_SURE = frozenset({"aboard", "coaster", "bulker", "barge", "trawler", "collier"})
_LEADS = ("onto ", "aboard ", "on board ", "alongside ")
_ONTO = max(_LEADS, key=len)
_CRAFT = re.compile(
    r",? (?:is )?(?:a|an|the) (?:[\w,.-]+ ){0,4}"
    r"(?:ship|vessel|hull|coaster|freighter|tanker|bulker|carrier|collier|barge|trawler)\b"
    r"|,? \(?(?:deadweight |of )?\d[\d,.]* ?(?:dwt|DWT|deadweight|grt|GRT)\b"
    r"|, deadweight \d"
)
#: Korean names end in 호, Chinese ones in 号; a number before it, quotes or a kind of ship tell.
_KOREAN = re.compile(
    r"(?<![가-힣\d])(?!결의|제\d)(?P<numbered>[가-힣]{2,7} ?\d{1,3}호)(?![가-힣]*선고)"
    r"|(?:화물선|유조선|벌크선|선박|상선|어선) [‘'“\"]?(?P<named>[가-힣]{2,9}호)"
    r"|[“\"‘「『](?P<quoted>[가-힣]{2,9}호)[”\"’」』]"
    r"|(?<![가-힣])(?P<sailing>[가-힣]{2,7}호)"
    r"(?=[는은가이를을의] [^.\n]{0,40}(?:입항|출항|정박|싣고|선적|하역|출발|도착))"
)
_CHINESE = re.compile(
    r"[“\"「『](?P<quoted>[一-鿿]{2,8}\d{0,3}[号轮])[”\"」』]"
    r"|[“\"「『](?P<before>[一-鿿]{2,8}\d{0,3})[”\"」』](?=[号轮])"
    r"|(?<![一-鿿])(?P<plain>[一-鿿]{2,4}\d{1,3}号)(?=货轮|油轮|货船|轮|船|散货)"
)


class _Words(Definition):
    """The file: what ships do, and words of names that are none of theirs."""

    source: str
    sea_verbs: tuple[str, ...]
    ship_verbs: tuple[str, ...]
    load_verbs: tuple[str, ...]
    no_ships: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Book:
    """The words, ready to look in."""

    at_sea: re.Pattern[str]
    moving: re.Pattern[str]
    loading: re.Pattern[str]
    no_ships: frozenset[str]


@lru_cache(maxsize=1)
def _book() -> _Book:
    path = resources.files("coalface") / "data" / "claims" / "ships.yml"
    words = read_definition(path.read_text(encoding="utf-8"), path.name, _Words)
    return _Book(
        _one_of(words.sea_verbs),
        _one_of(words.ship_verbs),
        _one_of(words.load_verbs),
        frozenset(words.no_ships),
    )


def _one_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf",? (?:{'|'.join(sorted(words, key=len, reverse=True))})\b")


def find_ship_names(words: Words) -> list[Mention]:
    """Find ships that are named with a number, or as what sails.

    Args:
        words: Words of the clean string.

    Returns:
        Mentions of type `vessel` by start. That a ship of that name exists is not said.
    """
    text = words.text
    found = [*_latin(words), *_in_capitals(text)]
    if not text.isascii():
        found.extend(_east_asian(text))
    names = {mention.value.name for mention in found if isinstance(mention.value, Vessel)}
    starts = {mention.start for mention in found}
    for name in sorted(names, key=lambda name: (-len(name), name)):  # "Mirae 12" before "Mirae"
        again = [one for one in _again(text, name) if one.start not in starts]
        found.extend(again)
        starts.update(one.start for one in again)
    return sorted(found, key=lambda mention: mention.start)


def _latin(words: Words) -> Iterator[Mention]:
    text = words.text
    for index in words.places_of(_BEFORE):
        start, end = words.starts[index], words.ends[index]
        match = _NAMED.match(text, end) if text[end + 1 : end + 2].isupper() else None
        if match is None or (start and (text[start - 1] != " " or _is_named_so(text, start, end))):
            continue
        names = match["name"].split()
        if _book().no_ships.isdisjoint(names) and _is_ship(match, words.lowers[index], names):
            yield _mention(match, "name")


def _is_named_so(text: str, start: int, end: int) -> bool:
    """Tell "Ferry Mirae" and "Then The Mirae", where the word is part of the name."""
    if text[start].islower():
        return False
    return (
        text[start:end] not in _OPENING
        or _GOES_ON.search(text, max(0, start - _WIDEST), start) is not None
    )


def _is_ship(match: re.Match[str], lead: str, words: Sequence[str]) -> bool:
    text, start = match.string, match.start() - len(lead)
    is_led = text[max(0, start - len(_ONTO)) : start].endswith(_LEADS)
    if match["number"] or lead in _SURE or is_led or _CRAFT.match(text, match.end()):
        return True
    if len(words) > 1 and match["name"].isupper() and _is_shouted(words):
        return True
    after = _AFTER.match(text, match.end())
    assert after is not None
    if _book().at_sea.match(after.group()):
        return True
    return len(words) > 1 and _moves(text, start, match.end(), after.group())


def _in_capitals(text: str) -> Iterator[Mention]:
    """Find "of the name of STAR ALLIANCE", no heading in capitals, in a text of the sea."""
    for match in _CAPITALS.finditer(text):
        names = match["name"].split()
        lead = text[max(0, match.start() - _LONGEST) : match.start()].rpartition(" ")[2].lower()
        is_new = (
            lead not in _BEFORE
            and not match["number"]
            and (_book().no_ships | _TRADE).isdisjoint(names)
        )
        if is_new and _AT_SEA.search(text) and _is_ship(match, lead, names):
            yield _mention(match, "name")


def _is_shouted(words: Sequence[str]) -> bool:
    """Tell "the BLUE LANTERN" from "the UN SECURITY COUNCIL" and from letters of a body."""
    is_long = all(len(word) >= LEAST_SHOUTED or word.isdigit() for word in words)
    return is_long and _book().no_ships.isdisjoint(word.title() for word in words)


def _moves(text: str, start: int, end: int, after: str) -> bool:
    """Tell whether what has a name of two words goes, lies in a port or carries something."""
    is_seen = _AT.match(after) and _SEEN.search(text, max(0, start - _WIDTH), start)
    if is_seen or _book().moving.match(after):
        return True
    loading = _book().loading.match(text, end)
    return loading is not None and _MUCH.match(text, loading.end()) is not None


def _east_asian(text: str) -> Iterator[Mention]:
    if "호" in text:
        for match in _KOREAN.finditer(text):
            name = match.lastgroup or ""
            if match[name] not in _book().no_ships:
                yield _mention(match, name)
    if "号" in text or "轮" in text:
        for match in _CHINESE.finditer(text):
            yield _mention(match, match.lastgroup or "")


def _again(text: str, name: str) -> Iterator[Mention]:
    place = text.find(name)
    while place >= 0:
        end = place + len(name)
        if not text[end : end + 1].isdigit() and not text[place - 1 : place].isalnum():
            yield Mention(place, end, "vessel", Vessel(name))
        place = text.find(name, end)


def _mention(match: re.Match[str], group: str) -> Mention:
    return Mention(match.start(group), match.end(group), "vessel", Vessel(match[group]))
