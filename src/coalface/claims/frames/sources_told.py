"""How many sources a report says it has, and that those who repeat a thing have it from one.

"Four independent sources" is counted as told; "all of them cite one blog" as one first source. What
no report counts itself is not counted here.
"""

import re
from collections.abc import Iterator

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Amount

__all__ = ["FIRST", "INDEPENDENT", "find_sources_told"]

INDEPENDENT, FIRST = "n_independent_sources", "n_first_sources"
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "a dozen": 12,
}  # fmt: skip
#: Words without which no report tells that its sources stand apart.
_SIGNS = frozenset(
    {"independent", "independently", "separate", "separately", "unconnected", "unrelated"}
    | {"distinct", "corroborated", "corroborate", "corroborates", "corroboration", "confirmations"}
    | {"confirmation", "confirm", "confirms", "confirmed", "different"}
)
_EAST_ASIAN_SIGNS = ("독립", "서로 다른", "独立", "互不", "각각 확인")
_EAST_ASIAN_FIRST = frozenset(sign[0] for sign in _EAST_ASIAN_SIGNS)
#: One of these is in all words for sources that stand apart, but Korean and Chinese ones.
_MANY_SIGNS = (
    "independent", "separate", "unconnected", "unrelated", "distinct", "different", "mutual",
    "other",
)  # fmt: skip
_APART = (
    r"(?:(?:wholly |entirely |fully |mutually |quite |genuinely |truly )?(?:independent|separate"
    r"|unconnected|unrelated|distinct|different)(?: and |, )?){1,2}"
)
_ALONE = r"(?:independent|unconnected|unrelated)"
_NOUN = (
    r"(?:sources?|(?:eye-?)?witness(?:es)?|confirmations?|accounts?|channels|outlets|reports"
    r"|newspapers"
    r"|papers|agencies|informants?|observers|origins|roots|records|voices|testimonies|interviews"
    r"|traders|officials|people|persons|chains|databases|datasets|estimates|observations|media"
    r"|bodies|data sets|surveys|samples|series|legs|studies|teams|experts|stations|sites"
    r"|lines of evidence|sets of data)"
)
_N = rf"{'|'.join(_NUMBERS)}|\d{{1,2}}|several|multiple|many|various|a number of|both"
_MANY = re.compile(
    rf"\b(?P<n>{_N})(?: [a-z-]+)?,? {_APART} ?(?:[a-z]+ ){{0,2}}?{_NOUN}\b"
    rf"|\b(?P<o>{_N}),? (?:[a-z-]+ )?{_ALONE} (?:(?:of|with|from|to) (?:each other|one another)"
    rf"|[a-z]+s\b)"
    rf"|\b(?P<p>{_N})(?: [a-z]+)?(?: [a-z]+)?, (?:all |each )?{_ALONE} (?:of|with|from|to) (?:each"
    r" other|one another|the (?:rest|others))"
    rf"|\b(?P<q>{_N}),? (?:acting|working|reporting|speaking|writing) (?:independently|separately)"
    r"|\beach (?:[a-z]+ ){0,2}independent of"
    rf"|\b(?P<m>{_N})(?: [a-z]+){{0,2}}? [a-z]+s(?:,? [^.;:]{{0,40}}?)?\b(?:independent(?:ly)?"
    r"|separately|unconnected)(?: of (?:each other|one another))?\b"
    rf"|\b(?:independently|separately) (?:[a-z]+ ){{0,3}}?by (?:the )?(?P<k>{_N})\b"
    r"|\b(?:independently|separately|mutually) (?:of one another |of each other )?(?:confirm"
    r"|corroborat|verif|attest|report|establish|arriv)\w*"
    r"|\b(?:confirm|corroborat|verif|bear|support|back)\w*(?: [a-z]+){0,2} (?:one another"
    r"|each other)\b"
    r"|\b(?:independent|separate) (?:confirmations?|corroborations?|verifications?)\b"
    r"|(?:독립(?:된|적인)|서로 다른) ?(?:[가-힣]+ ){0,2}(?:출처|소식통|매체|증언)[^.]{0,10}"
    r"|[二两三四五六七八九\d]+[个家名位][^。,，]{0,6}(?:独立|互不相关"
    r"|互不相干)的?(?:消息)?(?:来源|信源|消息人士|媒体)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|hardly|cannot|nor|neither|without|instead of|rather than|lacks?|lacking"
    r"|far from|sought|seek|seeks|awaits?|awaiting|needs?|until|pretend|pass for|less than"
    r"|fewer than"
    r"|n't|isn’t|aren’t|could be|would be|looks? like|may look|seems?|appear)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_CITES = (
    r"(?:(?:turn(?:s|ed)? out|prov(?:e|es|ed)) to be|(?:told|briefed|fed|tipped off|supplied"
    r"|informed)(?: [a-z]+){0,2} by|hear(?:d|s)? from"
    r"|cit(?:e|es|ed|ing)|us(?:e|es|ed|ing)|shar(?:e|es|ed|ing)|buy|bought|r[au]n|hear(?:d"
    r"|s)? from"
    r"|publish\w*|forward\w*|s[eh]nt|quot(?:e|es|ed|ing)|rel(?:y|ies|ied|ying) (?:up)?on"
    r"|rest(?:s|ed"
    r"|ing)? on"
    r"|trac(?:e|es|ed|ing|eable)(?: back)? to|g(?:o|oes|oing) back to|went back to"
    r"|cop(?:y|ies|ied|ying)|lift(?:s|ed)?|tak(?:e|es|en|ing)|took|dr[ae]w(?:s|n|ing)?"
    r"|deriv(?:e|es|ed|ing)|stem(?:s|med)?|c[ao]m(?:e|es|ing)|bas(?:e|es|ed|ing)|credit(?:s|ed"
    r"|ing)?"
    r"|attribute(?:s|d)?|attributing|point(?:s|ed)?(?: back)? to|lead(?:s)? back|led back"
    r"|pick(?:s|ed|ing)? (?:it |this |that )?up|repeat(?:s|ed|ing)?|re-?print(?:s|ed|ing)?"
    r"|translat(?:e|es|ed|ing)|borrow(?:s|ed|ing)?|ends? (?:up )?(?:at|in|with)|beg[ai]ns? with"
    r"|start(?:s|ed)? with"
    r"|originat\w+|spr[iau]ngs? from|echo(?:es|ed|ing)?|nam(?:e|es|ed|ing)"
    r"|rewrit(?:e|es|ing|ten)|rewrote|had it|have it|got it|heard it|spoke(?:n)? to|recycl\w+"
    r"|relay\w*)"
)
_ONE = (
    r"(?:(?:a|one|the) (?:single|lone|sole|solitary)\b|the (?:very )?same\b|one and the same\b"
    r"|(?:just|only) (?:a |one |the )|the only (?:one|reporting|source|account|person|man|woman"
    r"|visit)\b|one (?:[a-z'’-]+ ){0,2}?(?:source|man|woman|trader|official"
    r"|report|paper|blog|dispatch|interview|post|table|state|broker|defector|agency|document)\b"
    r"|[^.;]{0,60}?\b(?:and|on|from|but) (?:from |on )?(?:nothing|no one|nobody) else\b"
    r"|(?:each other|one another)\b)"
)
_ROOT = re.compile(
    rf"\b(?:[a-z'’-]+ ){{0,4}}{_CITES}\b[^.;]{{0,40}}?\b{_ONE}[^.;,]{{0,60}}"
    r"|\b(?:simply|merely|just|only|all) (?:re-?print|repeat|cop(?:y|ied)|translat|rewrit|rewrote"
    r"|relay|recycl|forward|pass(?:ed|es|ing)? on)\w*[^.;,]{0,60}"
    r"|\b(?:took|takes?|has|have|had|got|gets?|copied|lifted|drew|borrowed) (?:its|his|her|their"
    r"|the"
    r"|this|that)(?: [a-z]+)? (?:numbers?|figures?|estimates?|totals?|counts?|data|information"
    r"|story"
    r"|claims?|account|wording) (?:straight |directly )?from\b[^.;,]{0,60}"
    r"|\b(?:translat|re-?print|repeat|cop(?:y|ies|ied)|recycl|rewrit|rewrote|echo|syndicat"
    r"|ha(?:s|d|ve)"
    r" added nothing|adds? nothing)[a-z]* (?:the|its|his|each|to)\b[^.;,]{0,60}"
    r"|\bthe only (?:one|person|man|woman|source)(?: of (?:them|these|the [a-z]+))? (?:who|that"
    r"|to)\b[^.;]{0,40}"
    r"|\bthe (?P<a>\w+) (?:cit|quot)\w+ the (?P<b>\w+),? (?:and|while|as) the (?P=b) (?:cit"
    r"|quot)\w+"
    r" the (?P=a)\b"
    r"|\b(?:was|were|is|are) (?:only |merely |just )?(?:repeating|copying|quoting|echoing|citing)"
    r" (?:what|the|each|one)\b[^.;,]{0,60}"
    r"|(?:모두|전부|셋 다|둘 다|하나같이)[^.]{0,40}(?:한|같은|동일한|단일) ?[가-힣]+[^.]{0,20}"
    r"(?:인용|출처|근거|바탕|받아|들었|들은|전해|나왔|나온)[가-힣]*"
    r"|(?:都|均|全部|无一例外)[^。]{0,12}(?:同一|一个|单一|一名|一家|一份)[^。]{0,20}",
    re.IGNORECASE,
)
_LEAST = Amount("ge", 2.0, None, "count", std_low=2.0, unit_std="count")
_ONLY = Amount("eq", 1.0, 1.0, "count", std_low=1.0, std_high=1.0, unit_std="count")
BEFORE = 48  # characters in which a denial stands


def find_sources_told(reading: Reading) -> Iterator[Draft]:
    """Find what a report says of how many sources a thing has.

    Args:
        reading: The document.

    Returns:
        Drafts of sources that are told as independent and, where there are any, of those that are
        told to be one. Neither says that it is so.
    """
    text = reading.flat.text
    spots = [reading.tokens.starts[index] for index in reading.tokens.places_of(_SIGNS)]
    if not _EAST_ASIAN_FIRST.isdisjoint(reading.starts.signs):
        spots.extend(place for place in map(text.find, _EAST_ASIAN_SIGNS) if place >= 0)
    spoken = dict.fromkeys(reading.sentence(place)[:2] for place in sorted(spots))
    spans = [span for span in spoken if _may_count(text[slice(*span)])]
    many = [m for span in spans for m in _MANY.finditer(text, *span) if not _is_denied(text, m)]
    if not many:
        return
    spans = [m.span() for m in many]
    roots = [m for m in _ROOT.finditer(text) if not _is_within(m, spans)]
    for match in many if roots else ():
        yield _draft(match, INDEPENDENT, _amount(match))
    for match in roots:
        yield _draft(match, FIRST, _ONLY)


def _may_count(sentence: str) -> bool:
    """Look quickly whether sources may be counted; "Separately, an exporter" counts none."""
    small = sentence.lower().removeprefix("separately,")
    return not sentence.isascii() or any(map(small.__contains__, _MANY_SIGNS))


def _is_denied(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    return _DENIES.search(text, max(0, start - BEFORE), start) is not None


def _is_within(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)


def _amount(match: re.Match[str]) -> Amount:
    word = next((match[key] for key in "nompqk" if match[key]), "").lower()
    size = float(word) if word.isdigit() else float(_NUMBERS.get(word, 0))
    if not size:
        return _LEAST
    return Amount("eq", size, size, "count", std_low=size, std_high=size, unit_std="count")


def _draft(match: re.Match[str], metric: str, amount: Amount) -> Draft:
    draft = Draft(match.start(), match.end(), "quantity", "quantity.sources", metric, 0.5, amount)
    draft.at = match.span()
    return draft
