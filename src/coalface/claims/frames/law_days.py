"""Days by which the law wants something done, and days on which its bodies began or ended."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading, Span
from coalface.claims.frames.word_lists import stems_in, word_list
from coalface.claims.law_dates import Body, Term, load_law_dates
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

__all__ = ["find_law_days"]

_LAW = word_list("law_days", "law")
_BODY = word_list("law_days", "body")
_SIGNS = _LAW | _BODY
_STEMS = stems_in(_SIGNS)
_OTHERS = word_list("rule_sources", "others")
#: Words that make a day the last one for something, before it and after it.
_BY = re.compile(
    r"(?:\b(?:by|until|till|before|not? later than|not beyond|as late as|up to|through"
    r"|deadline(?: of| is| was"
    r"| fell on| falls on)?|ahead of|expire[sd]?(?: on)?|ran out(?: on)?|runs out(?: on)?|due(?:"
    r" on)?"
    r"|cut-off(?: of| was| is)?|last day(?: of| was| is)?|on or before|latest)(?: (?:the|end|of"
    r"|close|midnight|on)){0,4}"
    r"|(?:截止|限期|期限)(?:日期?)?(?:为|是|到)?|于|在) ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r" ?(?:까지|이전|전까지|底?(?:以|之)?前|为止|截止|at the latest|was the deadline|is the"
    r" deadline)"
)
_LASTS = re.compile(
    r"\b(?:\d+|[a-z]+(?:-[a-z]+)?)[ -](?:days?|weeks?|months?|years?)\b|\d+ ?(?:일|개월|년|天|日"
    r"|个月|年)"
    r"|[一二两三四十百]+(?:天|日|个月|年)"
)
#: One of them stands in all that lasts, that has contracts, or that tells of a grace.
_UNITS = (
    "day", "week", "month", "year", "일", "개월", "년", "天", "日", "个月", "年",
)  # fmt: skip
_OF_CONTRACTS = (
    "contract", "deal", "agreement", "order", "purchase", "bought", "booked", "계약", "合",
)  # fmt: skip
_OF_GRACE = ("transition", "grace", "wind", "buffer", "phase", "宽限", "过渡期", "유예")
_MUST = re.compile(
    r"\b(?:must|ha(?:s|ve|d) (?:to|until|till|only|[\w-]+ (?:days|weeks|months|years))|shall"
    r"|should|gave|gives?|given|granted|grants|allow(?:s|ed)|had"
    r"|have|within|obliged?s?|required|requires|requiring|order(?:s|ed)"
    r"|demand(?:s|ed)|deadline|told to|due|bound|are to|is to|were to|was to|set|sets|left"
    r"|leaves|time)\b"
    r"|须|應|应|必须|限|要求|规定|해야|기한|시한|이내|안에|의무|규정|하도록"
)
_CONTRACTS = re.compile(
    r"\b(?:contracts?|contracted|deals?|agreements?|orders?|ordered|purchases|purchased|bought|booked)\b|계약|合同|合约"
)
_GRACE = re.compile(
    r"\b(?:transition(?:al)?|grace|wind-down|winding-down|buffer|phase-out)\b|宽限|过渡期|유예"
)
_OLDER = re.compile(
    r"\b(?:before|older|earlier|signed|concluded|prior|existing|old|written|pre-existing|predat\w+|already)\b"
    r"|이전|기존|전에|之前|此前|以前|已签|先前|前签|前订"
)
_SIGNED = re.compile(
    r"\b(?:signed|ordered|bought|purchased|contracted|booked|concluded|placed|made|dated|agreed"
    r"|written|contracts?|deals?|struck|orders?|from) "
    r"(?:on or )?(?:before|prior to|earlier than|ahead of|by) (?:the )?(?:before )?$"
)
_SIGNED_AFTER = re.compile(
    r"(?:之|以)?前(?:已)?(?:签|订|达成)|이전에? ?(?:체결|서명|맺)|전에 (?:체결|서명|맺)"
)
_POINTS = re.compile(r"\b(?:they|them|theirs|these|those|all|it|such|owners|partners)\b")
_REPORTS = re.compile(r"\b(?:draft|report back|final report|midterm report|interim report)\b")
#: What a body may do to others: of itself it stands in the passive.
_BEGUN = re.compile(r"set up|established|created|formed|founded|launched")
_PASSIVE = re.compile(r"(?:\b(?:was|were|been|being|is|first|itself|originally)|[,(]) $")
_OWN_ACT = re.compile(
    r" (?:its|the|a|an|their|that|with|by) (?!(?:work|mandate|activity|activities|life|operation"
    r"|monitor"
    r"|russia|veto|end|vote))"
)
REACH = 9.0  # from what is told of a body to its day
BEFORE, AFTER = 40, 20  # characters beside a date that tell what it limits


def find_law_days(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find days, or spells, that the law gives for something, and the days of its bodies.

    Args:
        reading: The document.
        taken: Claims found before; a rule of the same words is stretched to its day.

    Returns:
        Drafts that run over who, what and day: rules, and events of the bodies.
    """
    for sentence in _sentences(reading):
        text = reading.flat.text[sentence.start : sentence.end].lower()
        for term in load_law_dates().terms:
            if term.may_be_told(text) and _is_told(reading, sentence, term, text):
                yield from _term(reading, sentence, term, text, taken)
        if _tells_of_grace(text):
            yield from _window(reading, sentence, text, taken)
        yield from _bodies(reading, sentence, text)


def _sentences(reading: Reading) -> Iterator[Sentence]:
    """Give the sentences that speak of the law, or of its bodies, and the one after each.

    Those without a day or a spell are left out, as a claim has one.
    """
    tokens, text = reading.tokens, reading.flat.text
    places = {tokens.starts[i] for i in tokens.places_of(_SIGNS)}
    places.update(mention.start for mention in reading.mentions.get("resolution", ()))
    places.update(reading.places_of_stems(_STEMS))
    sentences = reading.sentences
    first = reading.sentences_at(places)
    after = [sentences[index].end + 1 for index in first]
    following = reading.sentences_at(place for place in after if place < len(text))
    for index in sorted({*first, *following}):
        sentence = sentences[index]
        start, end = sentence.start, sentence.end
        if sentence.is_heading:
            continue
        if reading.mentions_in("date", start, end) or any(
            text.find(unit, start, end) >= 0 for unit in _UNITS
        ):
            yield sentence


def _tells_of_grace(text: str) -> bool:
    """Tell whether words speak of a grace, or of contracts that are older than something."""
    if any(map(text.__contains__, _OF_GRACE)) and _GRACE.search(text):
        return True
    if not any(map(text.__contains__, _OF_CONTRACTS)):
        return False
    return _CONTRACTS.search(text) is not None and _OLDER.search(text) is not None


def _term(
    reading: Reading, sentence: Sentence, term: Term, text: str, taken: Sequence[Draft]
) -> Iterator[Draft]:
    words = set(reading.words(sentence.start, sentence.end))
    if words & _OTHERS and not reading.mentions_in("resolution", sentence.start, sentence.end):
        return
    date = _limit(reading, sentence)
    lasts = [m.span() for m in _LASTS.finditer(text)] if date is None else []
    if date is None and not lasts:
        return
    spans = [m.span() for p in term.its_words for m in (p.search(text),) if m is not None]
    if not term.is_told(text):
        spans.append(_who_before(reading, sentence, term) or (0, 0))
    yield from _put(reading, sentence, term.metric, [*reversed(spans), *lasts], date, taken)


def _is_told(reading: Reading, sentence: Sentence, term: Term, text: str) -> bool:
    if not _MUST.search(text) or _REPORTS.search(text):
        return False
    return term.is_told(text) or (
        _POINTS.search(text) is not None
        and term.its_words[1].search(text) is not None
        and _who_before(reading, sentence, term) is not None
    )


def _who_before(reading: Reading, sentence: Sentence, term: Term) -> Span | None:
    """Give who a sentence means by "theirs": named in the one before; places count from here."""
    if sentence.start == 0:
        return None
    before = reading.sentence(sentence.start - 1)
    found = term.its_words[0].search(reading.flat.text[before.start : before.end].lower())
    if found is None or before.paragraph != sentence.paragraph:
        return None
    shift = before.start - sentence.start
    return found.start() + shift, found.end() + shift


def _window(
    reading: Reading, sentence: Sentence, text: str, taken: Sequence[Draft]
) -> Iterator[Draft]:
    """Read how long contracts older than a ban may still be served."""
    goods = reading.mentions_in("commodity", sentence.start, sentence.end)
    contract = _CONTRACTS.search(text) or _GRACE.search(text)
    if contract is None or not goods:
        return
    date = _limit(reading, sentence)
    lasts = [m.span() for m in _LASTS.finditer(text)] if date is None else []
    signed = _signed_on(reading, sentence)
    spans = [contract.span(), (goods[0].start - sentence.start, goods[0].end - sentence.start)]
    if signed is not None:
        yield from _put(reading, sentence, "contracts_before", spans, signed, ())
    if date is not None or lasts:
        yield from _put(reading, sentence, "wind_down", [*spans, *lasts], date, taken)


def _put(
    reading: Reading,
    sentence: Sentence,
    metric: str,
    spans: Sequence[Span],
    date: Mention | None,
    taken: Sequence[Draft],
) -> Iterator[Draft]:
    """Put a claim over some words of a sentence, or stretch the rule that holds them."""
    first = sentence.start
    starts, ends = [first + s for s, _ in spans], [first + e for _, e in spans]
    if date is not None:
        starts.append(date.start)
        ends.append(date.end)
    start, end = min(starts), max(ends)
    for draft in taken:
        is_same = draft.metric == metric or metric != "wind_down"
        if draft.kind == "rule" and is_same and draft.start < end and start < draft.end:
            draft.start, draft.end = min(draft.start, start), max(draft.end, end)
            _date(reading, draft, date)
            return
    draft = Draft(start, end, "rule", f"rule.{metric}", metric, 0.6)
    draft.at = (starts[0], ends[0])
    _date(reading, draft, date)
    yield draft


def _limit(reading: Reading, sentence: Sentence) -> Mention | None:
    """Give the day that is told as the last one."""
    text = reading.flat.text
    for date in reading.mentions_in("date", sentence.start, sentence.end):
        low = max(sentence.start, date.start - BEFORE)
        if _is_signing(reading, date, low):
            continue
        is_said = (
            _BY.search(text[low : date.start])
            or _AFTER.match(text, date.end, date.end + AFTER)
            or _AFTER.search(text, date.start, date.end)
        )
        if is_said or _BY.match(text[date.start : date.end].split(" ")[0] + " "):
            return date
    return None


def _signed_on(reading: Reading, sentence: Sentence) -> Mention | None:
    """Give the day before which contracts had to be signed."""
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    low = sentence.start
    its = (d for d in dates if _is_signing(reading, d, max(low, d.start - BEFORE)))
    return next((d for d in its if isinstance(d.value, Period) and d.value.last), None)


def _is_signing(reading: Reading, date: Mention, low: int) -> bool:
    text = reading.flat.text
    after = text[date.end : date.end + AFTER]
    before = f"{text[low : date.start]}{text[date.start : date.end].split(' ')[0]} "
    return _SIGNED.search(before) is not None or _SIGNED_AFTER.match(after) is not None


def _bodies(reading: Reading, sentence: Sentence, text: str) -> Iterator[Draft]:
    """Find the first body of which a day is told in a sentence."""
    if not reading.mentions_in("date", sentence.start, sentence.end):
        return
    for body in load_law_dates().bodies:
        named = body.find_name(text)
        draft = named and _body(reading, sentence, body, named.span())
        if draft is not None:
            yield draft
            return


def _body(reading: Reading, sentence: Sentence, body: Body, named: Span) -> Draft | None:
    text = reading.flat.text[sentence.start : sentence.end].lower()
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    name = (sentence.start + named[0], sentence.start + named[1])
    found = [
        (reading.distance(turn, (date.start, date.end)), date.start, metric, turn, date)
        for metric, pattern in load_law_dates().turns
        for match in pattern.finditer(text)
        if _is_of_body(text, named, match)
        for turn in ((sentence.start + match.start(), sentence.start + match.end()),)
        for date in dates
    ]
    if not found:
        return None
    distance, _, metric, turn, date = min(found, key=lambda one: one[:3])
    if distance > REACH or reading.distance(name, turn) > 2 * REACH:
        return None
    start, end = min(name[0], turn[0], date.start), max(name[1], turn[1], date.end)
    draft = Draft(start, end, "event", "event.law_day", metric, 0.5)
    draft.at = turn
    _date(reading, draft, date)
    return draft


def _is_of_body(text: str, named: Span, turn: re.Match[str]) -> bool:
    """Tell "the Panel, established in 2009" from what the Panel established, or ended."""
    if turn.start() < named[1] or not turn[0].isascii():
        return True
    if _BEGUN.fullmatch(turn[0]):
        return _PASSIVE.search(text[named[1] : turn.start()]) is not None
    return not _OWN_ACT.match(text, turn.end())


def _date(reading: Reading, draft: Draft, mention: Mention | None) -> None:
    """Give a claim its day; one of a spell has none, whatever day stands beside."""
    if mention is None or not isinstance(mention.value, Period):
        draft.dated_at = draft.at[1]
        return
    draft.period_text = reading.flat.text[mention.start : mention.end]
    draft.valid_from, draft.valid_to = mention.value.first, mention.value.last
    draft.dated_at = mention.start
