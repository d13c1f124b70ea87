"""What negations do in words for a silence: "no signal" tells it, "did not go dark" denies it."""

import re
from collections.abc import Sequence, Set
from datetime import date

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Place

__all__ = ["denies_silence", "without_ends", "without_heard"]

AHEAD = 60  # characters after a negation in which it is told what is denied
#: Words for the apparatus, which tell a silence only beside others.
_NOUNS = frozenset({"ais", "transponder", "transponders", "automatic identification"})
_SILENT = re.compile(
    r"\b(?:dark\w*|silen\w+|off\b(?-i:(?! [A-Z]))|no|not|nothing|never|without|lost|lose|blackout"
    r"|mute|unseen|invisible|quiet|last|final|vanish\w*|disappear\w*|stop\w*|ceas\w+|missing|gaps?"
    r"|disable\w*|disabling|dead|none|nobody|neither|manipulat\w+|tamper\w*|falsif\w+"
    r"|false|fake\w*|spoof\w*|interrupt\w+|breaks?|broke|hid\w*|unplug\w*|out|fail\w*|less|dropp\w+|reappear\w*|resum\w+"
    r"|again|until|blind|blank|dim|absen\w+|unheard|untracked|ended|switch\w*|turn\w*|shut\w*)\b"
    r"|n[’']t\b|[가-힣一-鿿]",
    re.IGNORECASE,
)
#: The first of these after a negation tells whether sending or silence is denied.
_DENIED = re.compile(
    r"\b(?:(?P<sent>signals?|transmi\w+|broadcast\w*|messages?|positions?|pings?|hear\w*|heard"
    r"|receive\w*|receiving|picked up|sen[dt]|sending|sends|seen|tracked|reappear\w*|resum\w+"
    r"|report\w*|visible|emit\w*|traces?|show\w*|appear\w*)"
    r"|(?P<silent>dark\w*|silen\w+|off|switch\w*|turn\w*|shut\w*|disable\w*|disabling|vanish\w*"
    r"|disappear\w*|lost|lose|losing|stop\w*|ceas\w+|mute|blackouts?|gaps?|quiet|unplug\w*|interrupt\w+|missing"
    r"|manipulat\w+|tamper\w*|falsif\w+|spoof\w*))\b",
    re.IGNORECASE,
)


def without_heard(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Take out silences that are none: "lay off Taean, her AIS messages say" tells where she was.

    Args:
        reading: The document.
        drafts: Claims; of what is told of a port, a silence becomes a call there.

    Returns:
        Them, but for silences that are told of no port, either.
    """
    heard = [draft for draft in drafts if _is_heard(reading, draft)]
    if not heard:  # as nearly always
        return [*drafts]
    for draft in heard:
        places = reading.mentions_in("place", draft.sentence.start, draft.sentence.end)
        if any(isinstance(m.value, Place) and m.value.kind == "port" for m in places):
            draft.metric = "port_call"
    return [draft for draft in drafts if draft not in heard or draft.metric == "port_call"]


def without_ends(drafts: Sequence[Draft]) -> list[Draft]:
    """Take out happenings that are only the end of a silence: "did not transmit until 19 May".

    Args:
        drafts: Claims, with silences stretched to both their days.
    """
    ends = {(d.sentence.start, d.valid_to) for d in drafts if d.metric == "ais_gap" and d.valid_to}
    if not ends:  # as nearly always
        return [*drafts]
    return [draft for draft in drafts if not _is_end(draft, ends)]


def _is_end(draft: Draft, ends: Set[tuple[int, date | None]]) -> bool:
    is_until = draft.rule_id == "event.dated" and draft.valid_from is None
    return is_until and draft.metric != "ais_gap" and (draft.sentence.start, draft.valid_to) in ends


def _is_heard(reading: Reading, draft: Draft) -> bool:
    if draft.metric != "ais_gap" or reading.flat.text[slice(*draft.at)].lower() not in _NOUNS:
        return False
    sentence = draft.sentence
    return _SILENT.search(reading.flat.text, sentence.start, sentence.end) is None


def denies_silence(reading: Reading, end: int) -> bool:
    """Say whether the words of a negation deny a silence, and do not tell it: "sent no signal".

    Args:
        reading: The document.
        end: One past the negation.
    """
    stop = min(end + AHEAD, reading.sentence(end - 1).end)
    match = _DENIED.search(reading.flat.text, end, stop)
    return match is not None and match["silent"] is not None
