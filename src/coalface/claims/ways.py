"""Ways of paying as words tell them: in goods or money, before the goods are handed over or after.

Own list of words; read by the frame that proposes such terms and by the check that compares them.
"""

import re

__all__ = ["AFTER", "BEFORE", "CASH", "GOODS", "WAYS", "ways_in"]

GOODS, CASH, BEFORE, AFTER = "in goods", "in money", "before delivery", "after delivery"
WAYS = (GOODS, CASH, BEFORE, AFTER)
_EDIBLE = (
    r"(?:kind|goods|barter|flour|rice|grain|corn|maize|wheat|soy ?beans?|food|foodstuffs"
    r"|provisions|cooking oil|oil|diesel|petrol|fuel|sugar|cement|fertili[sz]er|cloth|fabric"
    r"|machinery|equipment|tyres|tires|spare parts|soap|noodles|cigarettes|medicine|glass|apples"
    r"|vegetables|salt|bicycles|tractors|lorries|trucks|solar panels|steel|coke|paper)"
)
_MONEY = (
    r"(?:cash|money|yuan|dollars?|renminbi|rmb|currency|euros?|rubles?|roubles?|banknotes?|notes?)"
)
_CASH = re.compile(
    rf"\bin (?:full in )?(?:[a-z.]+ )?{_MONEY}\b(?! of)|\bcash\b|\bbanknotes\b|\bbank transfers?\b"
    r"|\bby (?:wire|transfer|bank)\b|\bwired\b|현금|(?:위안화?|달러|돈)[로으]+ (?:만 )?"
    r"|现金|现款|(?:用|以)(?:人民币|美元)",
    re.IGNORECASE,
)
_NO_CASH = re.compile(
    r"\b(?:no|not|never|without|instead of|rather than|nor|neither|in lieu of|not a single|nothing)"
    rf"\b(?: [a-z]+){{0,4}} {_MONEY}\b"
    rf"|\b{_MONEY}\b(?: [a-z]+){{0,2}} (?:never|not|no longer) "
    r"|(?:현금|돈)(?:은|을|이)? ?(?:없|안|한 푼)|不[用付给]现金|没有现金",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"\b(?:paid|pays?|paying|settled?|settles|compensated|payment|rewarded|traded|exchanged|come"
    r"|comes|swapped|bartered|goes|go|given|gives?|gets?|got|receives?|received)\b(?: [a-z]+){0,4}"
    rf" (?:in|with|for|against)(?: [a-z]+){{0,3}}? {_EDIBLE}\b"
    r"|물물교환|현물|(?:밀가루|쌀|식용유|식량|설탕|경유|휘발유|비료|옥수수|물자)(?:와|과|나|및"
    r"|[가-힣]*로"
    r"|으로)|易货|实物|用(?:面粉|大米|粮食|柴油|食用油)",
    re.IGNORECASE,
)
_NO_GOODS = re.compile(
    r"\b(?:no|not|nothing|never|no longer|nobody|stopped|ended|gave up|abandoned)\b[^.;]{0,30}"
    r"\b(?:barter|in kind|in goods|swap|exchang)\w*",
    re.IGNORECASE,
)
_THING = (
    r"(?:ton|tonne|ship|vessel|cargo|coal|ore|goods|lorry|lorries|trucks?|train|wagons?|barge|boat"
    r"|container|load|consignment|anything|hatch|crane|sack|it|they|he|loading|delivery|sailing"
    r"|shipment|departure|dispatch|hand-?over)"
)
_LEAVES = r"(?:leav\w+|left|sail\w*|load\w*|mov\w+|cross\w*|depart\w*|cast\w* off|goes?|went)"
_BEFORE = re.compile(
    r"\b(?:in advance|up ?front|ahead of (?:loading|delivery|sailing|shipment|departure|the ship)"
    rf"|(?:before|prior to) (?:(?:a|any|the|his|its|their|single|first|next|one) ){{0,3}}{_THING}\b"
    r"(?! (?:has|had|is|was|have) (?:been )?(?:unload|discharg|arriv|weigh|inspect|assay))"
    rf"|before (?:[a-z]+ ){{0,3}}{_LEAVES}\b|prepa(?:id|y|ys|yment)|beforehand)"
    r"|선불|선금|미리|预付|先付|提前付",
    re.IGNORECASE,
)
_REACHED = (
    r"(?:deliver(?:y|ed)|unload(?:ing|ed|s)?|discharg(?:ed?|ing)|arriv(?:al|ed|es)|landed|ashore"
    r"|inspect(?:ion|ed)|weigh(?:ing|ed)|assay(?:ed|s)?|docked|tested|on the quay|emptied|receipt)"
)
_AFTER = re.compile(
    rf"\b(?:after|once|when|until|till|on|upon|following) (?:[a-z']+ ){{0,5}}?{_REACHED}\b"
    rf"|\b(?:never|not|no|nothing|none)\b[^.;]{{0,40}}\bbefore (?:[a-z]+ ){{0,4}}?{_REACHED}\b"
    r"|후불"
    r"|(?:도착|하역|검수|확인|인도)(?:한|된|하고|하여)? ?(?:후|뒤|다음)|货到|卸货后|验货后|到货后",
    re.IGNORECASE,
)
#: One of these stands in all that tells of money, of what comes before, and of what comes after.
_OF_MONEY = (
    "cash", "money", "yuan", "dollar", "renminbi", "rmb", "currency", "euro", "ruble", "rouble",
    "note", "bank", "wire", "transfer", "현금", "위안", "달러", "돈", "现", "人民币", "美元",
)  # fmt: skip
_OF_BEFORE = (
    "advance", "front", "ahead of", "before", "prior to", "prepa", "선불", "선금", "미리", "预付",
    "先付", "提前付",
)  # fmt: skip
_OF_AFTER = (
    "deliver", "unload", "discharg", "arriv", "landed", "ashore", "inspect", "weigh", "assay",
    "docked", "tested", "quay", "emptied", "receipt", "후불", "도착", "하역", "검수", "확인",
    "인도", "货到", "货后",
)  # fmt: skip


def ways_in(words: str, *, is_denied: bool = False, is_barter: bool = False) -> frozenset[str]:
    """Give the ways of paying that some words tell.

    Args:
        words: Words of a claim on payment.
        is_denied: Whether the claim denies what it tells.
        is_barter: Whether it is known to tell of payment in goods.

    Returns:
        At most one of each pair of `WAYS`; a way that is told and denied is taken for its opposite.
    """
    found, lower = set(), words.lower()
    is_of_money = any(sign in lower for sign in _OF_MONEY)
    if _NO_GOODS.search(words) or (is_barter and is_denied):
        found.add(CASH)
    elif (is_of_money and _NO_CASH.search(words)) or is_barter or _GOODS.search(words):
        found.add(GOODS)
    elif is_of_money and _CASH.search(words):
        found.add(CASH)
    is_after = any(sign in lower for sign in _OF_AFTER) and _AFTER.search(words)
    is_before = any(sign in lower for sign in _OF_BEFORE) and _BEFORE.search(words)
    if is_after and not is_before:
        found.add(AFTER)
    elif is_before and not is_after and not is_denied:
        found.add(BEFORE)
    return frozenset(found)
