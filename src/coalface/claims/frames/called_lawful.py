"""Trade that a report says broke no rule, in other words than those for exemptions."""

import re
from collections.abc import Iterator, Sequence

from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import stems_in, word_list
from coalface.claims.mentions.types import Mention, Period
from coalface.claims.sentences import Sentence

__all__ = ["find_called_lawful"]

_KEYS = word_list("called_lawful", "keys")
_STEMS = stems_in(_KEYS)
_LAWFUL = re.compile(
    r"\b(?:(?:br(?:oke|eaks?|oken|eaking)|violat(?:ed|es|ing)|breach(?:ed|es|ing)|infring(?:ed|ing)"
    r"|contraven(?:ed|ing)|ran against|offended against) (?:no|not a single|none of the)"
    r"(?: [\w-]+){0,2} (?:laws?|rules?|sanctions?|ban|embargo|resolutions?|regulations?|norms?)"
    r"|no (?:[\w-]+ ){0,2}(?:sanctions?|ban|bans|embargo|rule|rules|law|laws|resolution"
    r"|resolutions|prohibition"
    r"|restrictions?|measures?)(?: [\w-]+){0,2}"
    r" (?:on (?:it|them|this|that|such|the)|against|stood|forbade|forbidding|covered|touched"
    r"|applied|at the time|then|in force"
    r"|in place|prevented|barred|prohibited|yet)"
    r"|(?:not|never|(?:was|were)n['’]t|nor) (?:yet |then |at all )?(?:been )?(?:banned"
    r"|illegal|unlawful|forbidden"
    r"|prohibited|sanctioned|outlawed|under sanctions|under embargo|under any ban|covered"
    r"|restricted|off limits)"
    r"|nothing (?:(?:illegal|unlawful|wrong) (?:about|with|in (?:that|it|buying|selling|the"
    r" deal))"
    r"|(?:[\w-]+ ){0,5}(?:forbade|prohibited|stood|barred|in the way|against|prevented))"
    r"|(?:above board|in order|by the book|within (?:the|every|all) (?:laws?|rules?"
    r"|resolutions?|sanctions)"
    r"|in line with (?:the|all|every) (?:[\w-]+ ){0,2}(?:laws?|rules?|sanctions|resolutions?)"
    r"|(?:complied|complying|compliance|consistent|in accordance|in keeping|in conformity)"
    r" (?:fully )?with (?:the |all |every )?"
    r"(?:[\w-]+ ){0,3}(?:laws?|rules?|sanctions|resolutions?)"
    r"|no (?:crime|offence|offense)|not an? (?:crime|offence|offense)|open to (?:all|everyone"
    r"|everybody|anyone)|free to all"
    r"|outside (?:the|any|all) (?:sanctions|ban|embargo|resolutions?)|free of (?:any )?sanctions"
    r"|unsanctioned)\b"
    r"|(?:legal|lawful|legally|lawfully|legitimate|permissible|licit|legitimately)\b"
    r"|(?:nobody|no one|no-one|none) (?:had |has |yet |ever )*(?:outlawed|banned|forbidden"
    r"|forbade|prohibited)"
    r")|没有(?:任何)?(?:禁令|规定|制裁|限制)|无(?:任何)?禁令|합법|合法|不违法|没有违反|并未违反"
    r"|未违反|未被禁止|并未禁止|不受制裁|符合.{0,8}(?:决议|法律)|불법이? ?아니|위반(?:이|은)?"
    r" ?아니|합법|적법"
    r"|위반하지 않|금지되지 않|제재 대상이 아니"
)
#: One of these stands in whatever the pattern finds.
_ROOTS = (
    "law", "legal", "legit", "licit", "sanction", "ban", "embargo", "rule", "resolution", "norm",
    "regulation", "prohibit", "restrict", "measure", "forb", "permissible", "covered",
    "off limits", "wrong", "stood", "barred", "in the way", "against", "prevented", "above board",
    "in order", "by the book", "crime", "offence", "offense", "open to", "free to", *_STEMS,
)  # fmt: skip
_ILLEGAL = re.compile(
    r"\b(?:not|never|no longer|hardly|(?:is|was)n['’]t|far from|anything but|neither|nor)"
    r" (?:[\w-]+ )?$"
)
_POINTS = re.compile(
    r"\b(?:at the time|then|that day|it|this|that|these|they|the (?:deal|purchase|sale|cargo"
    r"|shipment|trade|transaction"
    r"|business|consignment|import|imports|export|exports|goods|load)|he|she|such)\b|당시|이|그|当时|此|这|该"
)
#: Goods that only pass through, or come from elsewhere.
_TRANSIT = re.compile(
    r"\b(?:rajin|rason|russian|mongolian|transit|third[- ](?:country|countries)|humanitarian"
    r"|vietnamese|australian)\b"
    r"|나진|라진|러시아|罗津|俄罗斯|转口|过境"
)
_TOLD = frozenset({"exemption", "ban"})
_GENERAL = frozenset({"if", "whether", "unless", "would", "will"})


def find_called_lawful(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find dated trade in some goods that is called lawful: in its sentence, or in the next.

    Args:
        reading: The document.
        taken: Claims found before; one that has the words, goods and day is enough.

    Returns:
        Drafts that run from the goods or the day to the words. What is called lawful need not be.
    """
    text = reading.flat.text
    for sentence in _sentences(reading):
        said = text[sentence.start : sentence.end]
        match = _said_lawful(said)
        if match is None or _TRANSIT.search(said.lower()):
            continue
        at = (sentence.start + match.start(), sentence.start + match.end())
        start = _act_start(reading, sentence, said)
        goods = reading.mentions_in(
            "commodity", sentence.start, sentence.end
        ) or reading.mentions_in("commodity", start, at[1])
        date = _date(reading, start, sentence.end, at)
        if not goods or date is None or not _GENERAL.isdisjoint(reading.words(*sentence[:2])):
            continue
        first = min(goods[0].start, date.start, at[0])
        last = max(at[1], date.end, goods[0].end)
        held = next(
            (d for d in taken if d.metric in _TOLD and d.start < at[1] and at[0] < d.end), None
        )
        if held is not None:
            held.start, held.end = min(held.start, first), max(held.end, last)
            _set_date(reading, held, date)
            continue
        draft = Draft(first, last, "rule", "rule.lawful", "exemption", 0.5)
        draft.at = (goods[0].start, at[1]) if goods[0].start < at[1] else at
        _set_date(reading, draft, date)
        yield draft


def _said_lawful(said: str) -> re.Match[str] | None:
    """Find the first words for lawful that nothing before them denies."""
    lower = said.lower()
    if not any(map(lower.__contains__, _ROOTS)):
        return None
    its = (m for m in _LAWFUL.finditer(lower) if not _ILLEGAL.search(said[: m.start()]))
    return next(its, None)


def _set_date(reading: Reading, draft: Draft, date: Mention) -> None:
    assert isinstance(date.value, Period)
    draft.period_text = reading.flat.text[date.start : date.end]
    draft.valid_from, draft.valid_to = date.value.first, date.value.last
    draft.dated_at = date.start


def _sentences(reading: Reading) -> Iterator[Sentence]:
    """Give the sentences with a word of these and, there or just before, goods and a day."""
    tokens = reading.tokens
    places = {tokens.starts[i] for i in tokens.places_of(_KEYS)}
    places.update(reading.places_of_stems(_STEMS))
    sentences = reading.sentences
    for index in reading.sentences_at(places):
        sentence = sentences[index]
        low, end = sentences[index - 1 if index else 0].start, sentence.end
        if (
            not sentence.is_heading
            and reading.mentions_in("date", low, end)
            and reading.mentions_in("commodity", low, end)
        ):
            yield sentence


def _act_start(reading: Reading, sentence: Sentence, said: str) -> int:
    """Give where the act is told: in the sentence before, if this one only points back to it."""
    has_all = reading.mentions_in("commodity", sentence.start, sentence.end) and (
        reading.mentions_in("date", sentence.start, sentence.end)
    )
    if has_all or sentence.start == 0 or not _POINTS.search(said.lower()):
        return sentence.start
    before = reading.sentence(sentence.start - 1)
    return before.start if before.paragraph == sentence.paragraph else sentence.start


def _date(reading: Reading, start: int, end: int, at: tuple[int, int]) -> Mention | None:
    """Give the day of the act: the nearest whole one that is told."""
    dates = [
        m
        for m in reading.mentions_in("date", start, end)
        if isinstance(m.value, Period) and m.value.first is not None and m.value.last is not None
    ]
    return min(dates, key=lambda m: (reading.distance(m[:2], at), m.start), default=None)
