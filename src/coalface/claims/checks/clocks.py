"""Hours that the words of a claim tell: "at 06:00", "at dawn", "on the evening of", 清晨."""

import re

__all__ = ["hours_of"]

DAY: tuple[float, float] = (0.0, 24.0)
NOON = 12
#: Figures: "06:00", "0600 hours", "6.30 p.m.", "at six in the morning" has no figure.
_FIGURES = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?![\d.:])"
    r"(?: ?(?P<half>[ap]\.?m)\b)?"
    r"|(?<![\d.,:])(?P<whole>1?\d) ?(?P<of>[ap]\.?m)\b"
    r"|(?<![\d.,:])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) (?:hours|hrs|local|GMT|UTC)\b",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?P<half>오전|오후|上午|下午|凌晨|早上|晚上|새벽)? ?(?P<hour>\d{1,2}) ?(?:시(?!간)|时|點|点)"
)
_LATE = frozenset({"오후", "下午", "晚上"})
#: The first that stands in the words counts.
_WORDS: tuple[tuple[re.Pattern[str], tuple[float, float]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), hours)
    for words, hours in (
        (r"\b(?:midday|noon)\b|정오|中午|正午", (11.5, 12.5)),
        (r"\b(?:at|by|towards?|before|around|about) midnight\b", (22.0, 24.0)),
        (r"\b(?:dawn|daybreak|sunrise|first light|(?:small|early) hours)\b", (2.0, 8.0)),
        (r"새벽|凌晨|清晨|拂晓", (2.0, 8.0)),
        (r"\b(?:forenoon|morning|breakfast)\b|아침|오전|上午|早上|早晨", (4.0, 12.0)),
        (r"\b(?:afternoon|lunch\w*)\b|오후|下午|午后", (12.0, 18.0)),
        (r"\b(?:dusk|sunset|sundown|nightfall|twilight)\b|해질|黄昏|傍晚", (16.0, 21.0)),
        (r"\b(?:evening|tonight)\b|저녁|晚间|晚上|夜间", (17.0, 24.0)),
    )
)  # fmt: skip


def hours_of(words: str) -> tuple[float, float]:
    """Give the first and the last hour of its day at which a claim may have happened.

    Args:
        words: Those of the claim.

    Returns:
        Hours from the start of the day; the whole day where no hour is told.
    """
    figures = _FIGURES.search(words)
    if figures is not None:
        return _at(figures)
    if not words.isascii() and (abroad := _ABROAD.search(words)):
        hour = int(abroad["hour"]) + (NOON if abroad["half"] in _LATE else 0)
        return (float(hour), float(hour)) if hour <= DAY[1] else DAY
    for pattern, hours in _WORDS:
        if pattern.search(words):
            return hours
    return DAY


def _at(figures: re.Match[str]) -> tuple[float, float]:
    hour = int(figures["hour"] or figures["whole"] or figures["h"])
    minute = int(figures["minute"] or figures["m"] or 0)
    half = (figures["half"] or figures["of"] or "").lower()
    if half:
        hour = hour % NOON + (NOON if half.startswith("p") else 0)
    at = hour + minute / 60
    return at, at
