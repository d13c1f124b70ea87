"""Silences of a transponder: their first and last day, and how long they are said to be."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from coalface.claims.frames.cues import EAST_ASIAN
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of
from coalface.claims.frames.positions import POSITION, is_day
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

__all__ = ["find_silences", "stretch_silences"]

SILENT = "ais_gap"
LENGTH = ".silence"
AFTER = 5  # words after the second day: "only on 28 May did it speak again"
MOST_SILENT_D = 400
MOST_ON = 2  # sentences after that of the first day in which a ship may be heard again
Day = tuple[Mention, date]
#: Words of which one must stand where a silence is told; most texts hold none.
_SIGNS = frozenset(
    {"signal", "signals", "transponder", "transponders", "ais", "beacon", "beacons", "message"}
    | {"messages", "position", "positions", "ping", "pings", "transmission", "transmissions"}
    | {"transmit", "transmitted", "broadcast", "broadcasts", "receiver", "receivers", "heard"}
    | {
        "received",
        "tracking",
        "tracker",
        "trackers",
        "screen",
        "screens",
        "satellite",
        "satellites",
    }
)
_TIMES = frozenset({"day", "week", "hour", "month"})
_SENDS = (
    r"(?:signals?|transponders?|ais|beacons?|messages?|positions?|pings?|transmi\w+|broadcast\w*"
    r"|receivers?|heard|received|picked up)"
)
#: Who looks on; not their pictures, which show ships that lie still as well.
_WATCHES = (
    r"(?:trackers?|screens?|satellites?"
    r"(?! (?:pictures?|images?|imagery|photos?|photographs?|shots?|views?)))"
)
_STIRS = r"(?:left|leave|leaving|move|moved|shift|shifted|change|changed|sail|sailed)\b"
_NONE = (
    rf"(?:no|(?:not|never)(?! {_STIRS})|nothing|without|none|neither|nobody"
    r"|stopped|ceased|lost|dark|silen\w+|quiet"
    r"|mute|blank|off(?= the (?:air|map|radar|screens?|trackers?)\b)"
    r"|(?:switch|turn|shut|dropp)\w* (?:\w+ )?off|dead|last|final|vanished|disappeared|invisible"
    r"|unseen|missing|hid|hidden)"
)
_NOTHING_SENT = re.compile(
    rf"\b{_NONE}\b.{{0,60}}?\b(?:{_SENDS}|{_WATCHES})\b"
    rf"|\b(?:{_SENDS}|{_WATCHES})\b.{{0,40}}?\b(?:{_NONE}|off\b(?-i:(?! [A-Z])))",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING_ABROAD = re.compile(
    r"(?:没有|未|无|中断|消失|关闭|停止)[^。，]{0,12}(?:信号|船位|AIS|应答器|自动识别)"
    r"|(?:信号|船位|AIS|应答器|自动识别)[^。，]{0,12}(?:没有|未|无|中断|消失|关闭|停止)"
    r"|(?:신호|AIS|자동식별)[^.]{0,24}?(?:끊|꺼|껐|없|않|못|두절|사라)"
)
#: One of these is in all of that; with the signs that a text must hold for it.
_SENDERS_ABROAD = {
    sender: frozenset(filter(EAST_ASIAN.__lt__, sender))
    for sender in ("AIS", "信号", "船位", "应答器", "自动识别", "신호", "자동식별")
}
_RESUMED = frozenset(
    {"again", "heard", "recovered", "reappeared", "reappears", "returned", "resumed", "back"}
    | {"until", "till", "resurfaced", "through", "to", "up", "before", "ended", "after", "as"}
    | {"woke", "restored", "다시", "까지", "再", "到", "至", "恢"}
)
#: Of another sentence: what tells that the ship was heard again.
_BACK = frozenset(
    {"again", "recovered", "reappeared", "reappears", "returned", "resumed", "back", "resurfaced"}
    | {"woke", "restored", "reappearance", "return", "resumption", "returns", "resumes"}
    | {"다시", "再", "恢", "重"}
)
_SILENT_WORDS = re.compile(
    r"\b(?:dark|silen\w+|off\b(?-i:(?! [A-Z]))|no|not|nothing|never|without|lost|blackout"
    r"|mute|unseen|invisible|quiet|last|vanished|disappeared|stopped|ceased|missing)\b"
    r"|끊|꺼|껐|없|사라|关闭|消失|没有|未|中断|关掉|无",
    re.IGNORECASE,
)
_OF_SILENCE = re.compile(
    r"\b(?:dark|darkness|silen\w+|blackout|signals?|transmi\w+|transponder|ais|off the air|unheard"
    r"|invisible|unseen|gap|mute|quiet|beacon|heard|out of sight|missing|vanished|disappear\w+"
    r"|pings?|positions?|outage|interruption|breakdown|dead|failure|seen|tracked|traced|followed|absen\w+|unaccounted|hidden|lost"
    r"|off the (?:map|radar|screens?))\b"
    r"|신호|끊|꺼|信号|静默|失联",
    re.IGNORECASE,
)
_LAST = re.compile(rf"\b(?:last|final) (?:\w+ )?{_SENDS}", re.IGNORECASE)
_JOINING = frozenset({"and", "the", "next", "one", "on", "was", "dated", "of"})
_NEXT = re.compile(rf"\bnext {_SENDS}|\bheard (?:from )?again", re.IGNORECASE)
_AGO = frozenset({"ago", "earlier", "later", "before", "old", "after"})
_POINTERS = frozenset({"those", "these", "that", "this", "whole", "all", "entire"})


def find_silences(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Find silences with both their days in sentences that other claims have taken.

    Args:
        reading: The document.
        drafts: Claims found before; a happening that tells of a silence is made one.

    Yields:
        One draft for each other such sentence.
    """
    told = {d.sentence.start for d in drafts if d.metric in (SILENT, "ais_position")}
    for at in _signs(reading):
        sentence = reading.sentence(at[0])
        if sentence.start in told or sentence.is_heading:
            continue
        told.add(sentence.start)
        days = _days_of(reading, sentence)
        if days is None:
            continue
        draft = _happening(drafts, sentence, days[0])
        if draft is None:
            draft = Draft(*at, "movement", POSITION, SILENT, 0.5)
            draft.at, draft.clause, draft.sentence = at, reading.clause(at[0]), sentence
            yield draft
        draft.kind, draft.metric = "movement", SILENT
        _stretch(draft, days)


def _signs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give where a silence may be told: at a cue, or where nothing is sent or heard."""
    if not reading.mentions.get("date"):
        return
    text, tokens, signs = reading.flat.text, reading.tokens, reading.starts.signs
    for cue in reading.cues.get("move", ()):
        if cue.value == SILENT and _tells(reading, cue.start, _SILENT_WORDS):
            yield cue.start, cue.end
    for index in tokens.places_of(_SIGNS):
        if _tells(reading, tokens.starts[index], _NOTHING_SENT):
            yield tokens.starts[index], tokens.ends[index]
    its = (sender for sender, needed in _SENDERS_ABROAD.items() if needed <= signs.keys())
    if signs and any(map(text.__contains__, its)):
        yield from (match.span() for match in _NOTHING_ABROAD.finditer(text))


def _tells(reading: Reading, position: int, words: re.Pattern[str]) -> bool:
    sentence = reading.sentence(position)
    return words.search(reading.flat.text, sentence.start, sentence.end) is not None


def _days_of(reading: Reading, sentence: Sentence) -> tuple[Day, Day] | None:
    """Give the first and the last day of a silence: a spell, or two days."""
    dates = reading.mentions_in("date", sentence.start, sentence.end)
    if (spell := _spell(dates)) is not None:
        return spell
    both = _two_days(reading, dates)
    days = [m for m in dates if is_day(m)] if both is None else []
    first = _first_of(days[0]) if len(days) == 1 else None
    if first is None or not _tells(reading, days[0].start, _LAST):
        return both
    last = _return_day(reading, sentence, first)
    return None if last is None else ((days[0], first), last)


def _spell(dates: Sequence[Mention]) -> tuple[Day, Day] | None:
    for mention in dates:
        if _is_spell(mention) and isinstance(period := mention.value, Period):
            assert period.first is not None
            assert period.last is not None
            return (mention, period.first), (mention, period.last)
    return None


def _happening(drafts: Sequence[Draft], sentence: Sentence, first: Day) -> Draft | None:
    """Give the happening that was read from the first day of a silence."""
    for draft in drafts:
        is_of_day = draft.rule_id == "event.dated" and draft.dated_at == first[0].start
        if is_of_day and draft.sentence == sentence:
            return draft
    return None


def _stretch(draft: Draft, days: tuple[Day, Day]) -> None:
    (first, day), (last, end_day) = days
    draft.valid_from, draft.valid_to = day, end_day
    draft.start, draft.end = min(draft.start, first.start), max(draft.end, last.end)


def _is_spell(mention: Mention) -> bool:
    period = mention.value
    if not isinstance(period, Period) or period.first is None or period.last is None:
        return False
    return 0 < (period.last - period.first).days <= MOST_SILENT_D and period.grain in (
        "day",
        "span",
    )


def stretch_silences(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give a silence both its days: "from 9 October, when she lay off Taean, until 28 October".

    Args:
        reading: The document.
        drafts: With times bound; silences are changed, and lengths that are told of them marked.

    Yields:
        Lengths of silences that no claim has told.
    """
    for draft in [d for d in drafts if d.kind == "movement" and d.metric == SILENT]:
        sentence = draft.sentence
        if None in (draft.valid_from, draft.valid_to) or draft.valid_from == draft.valid_to:
            dates = reading.mentions_in("date", sentence.start, sentence.end)
            is_bare = draft.valid_from is None and draft.valid_to is None
            ends = _two_days(reading, dates) or (_spell(dates) if is_bare else None)
            if ends is not None:
                draft.period_text = reading.flat.text[ends[0][0].start : ends[1][0].end]
                _stretch(draft, ends)
            elif not _goes_on(reading, draft, dates):
                continue
        yield from _mark_lengths(reading, drafts, draft)


def _goes_on(reading: Reading, draft: Draft, dates: Sequence[Mention]) -> bool:
    """Give a silence the day on which a later sentence has its ship heard again."""
    days = [m for m in dates if is_day(m)]
    if len(days) != 1 or draft.valid_from is None:
        return False
    last = _return_day(reading, draft.sentence, draft.valid_from)
    if last is not None:
        draft.valid_to = last[1]
    return last is not None


def _return_day(reading: Reading, silent: Sentence, first: date) -> Day | None:
    """Give the day on which one of the next sentences has a ship heard again."""
    place = reading.sentences.index(silent)
    for sentence in reading.sentences[place + 1 : place + 1 + MOST_ON]:
        if sentence.paragraph != silent.paragraph:
            return None
        later = [m for m in reading.mentions_in("date", sentence.start, sentence.end) if is_day(m)]
        back = _return_of(reading, sentence) if later else None
        if back is None:
            continue
        mention = next((m for m in later if m.start > back), later[-1])
        last = _first_of(mention)
        if last is not None and 0 < (last - first).days <= MOST_SILENT_D:
            return mention, last
    return None


def _return_of(reading: Reading, sentence: Sentence) -> int | None:
    """Give where a sentence tells that a ship was heard again, None where it does not."""
    index = reading.tokens.first_from[sentence.start]
    for place, word in enumerate(reading.words(sentence.start, sentence.end), index):
        if word in _BACK:
            return reading.tokens.starts[place]
    match = _NEXT.search(reading.flat.text, sentence.start, sentence.end)
    return None if match is None else match.start()


def _first_of(mention: Mention) -> date | None:
    period = mention.value
    return period.first or period.last if isinstance(period, Period) else None


def _mark_lengths(reading: Reading, drafts: Sequence[Draft], silence: Draft) -> Iterator[Draft]:
    """Mark the lengths that the paragraph of a silence tells of it, and give those not told."""
    start, end = reading.paragraph(silence.sentence.paragraph)
    told = {draft.at[0]: draft for draft in drafts if draft.amount is not None}
    for mention in reading.amounts_in(start, end):
        if mention.type != "quantity" or amount_of(mention).unit_std not in _TIMES:
            continue
        if not _is_its_length(reading, mention):
            continue
        draft = told.get(mention.start)
        if draft is None:
            draft = draft_of(mention, "quantity", "quantity.measure", "duration", 0.5)
            draft.clause = reading.clause(mention.start)
            draft.sentence = reading.sentence(mention.start)
            yield draft
        if draft.metric == "duration" and not draft.rule_id.endswith(LENGTH):
            draft.rule_id = f"{draft.rule_id}{LENGTH}"


def _is_its_length(reading: Reading, mention: Mention) -> bool:
    sentence = reading.sentence(mention.start)
    if _OF_SILENCE.search(reading.flat.text, sentence.start, sentence.end):
        return _AGO.isdisjoint(reading.words_after(mention.end, 1))
    return not _POINTERS.isdisjoint(reading.words_before(mention.start, 1))


def _two_days(reading: Reading, dates: Sequence[Mention]) -> tuple[Day, Day] | None:
    first: Day | None = None
    for mention in dates:
        period = mention.value
        if not isinstance(period, Period):
            continue
        if first is None:
            is_single = period.first is not None and period.last in (None, period.first)
            if is_single and period.first is not None and is_day(mention):
                first = mention, period.first
            continue
        last = period.last
        if last is None or not (is_day(mention) or period.first is None):
            continue
        words = reading.words(first[0].end, mention.end) + reading.words_after(mention.end, AFTER)
        is_joined = _JOINING.issuperset(reading.words(first[0].end, mention.start))
        is_over = is_joined or not _RESUMED.isdisjoint(words)
        if 0 < (last - first[1]).days <= MOST_SILENT_D and is_over:
            return first, (mention, last)
    return None
