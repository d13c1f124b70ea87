"""Terms of payment: when, how, in what and on what basis money moves."""

from collections.abc import Iterator, Sequence, Set

from coalface.claims.frames.clauses import claims_in, clause_draft
from coalface.claims.frames.cues import Cue
from coalface.claims.frames.drafts import Draft
from coalface.claims.frames.looks import amount_of, draft_of, span_of
from coalface.claims.frames.prepaid import when_paid
from coalface.claims.frames.reading import Reading
from coalface.claims.frames.word_lists import word_list
from coalface.claims.mentions.types import Mention

__all__ = ["find_payment_terms", "read_payment_term"]

REACH = 9.0
REST_REACH = 45  # characters between "the rest" and when it is paid
_LATER = frozenset({"paid_after_inspection", "paid_on_delivery"})
_FIRST = ("prepaid_share", "paid_on_delivery", "paid_after_inspection")
NEAR = 5.0
NEAR_VERB = 6.5  # "30 per cent had been paid"
_TERMS = (
    "prepaid_share",
    "paid_on_delivery",
    "paid_after_inspection",
    "levy_on_sales",
    "kickback",
    "credit",
)
_STRONG = word_list("payment_term", "strong")
_LOOSE = frozenset(
    {"paid_on_delivery", "paid_after_inspection", "prepaid_share", "kickback", "channel", "settle"}
)
_VERBS = word_list("payment_term", "verbs")
_PAY = frozenset({"pay", "pays", "paid", "paying", "settle", "settled", "payment"})
_PAID_WITH = frozenset({"in", "with", "by"})
_DUE = frozenset({"paid", "prepaid", "payable", "due", "settled", "remitted", "advanced", "owed"})
_LEFT_OVER = frozenset({"rest", "remainder", "balance", "half", "residue"})
_OTHER = frozenset({"other", "second", "remaining"})
_WHEN = frozenset(
    {"when", "once", "within", "after", "on", "upon", "against", "follows", "followed", "falls"}
    | {"fell", "comes", "came", "before", "at", "by", "due", "later"}
)
_MONEY_MOVES = frozenset(
    {"pay", "pays", "paid", "payment", "payments", "settled", "settle", "sent", "wired", "invoice"}
    | {"advance", "deposit", "front", "upfront", "transfer", "transferred", "money", "prepaid"}
    | {"instalment", "terms", "cash", "remitted", "price"}
)
_RELATIVE = frozenset({"that", "which", "who"})
_TAKES = frozenset(
    {"takes", "took", "take", "keeps", "kept", "keep", "skims", "pockets", "collects", "demands"}
)
_EACH = frozenset({"every", "each", "all", "any"})
_REST = frozenset({"balance", "rest", "remainder", "payment"})
_TIMES = frozenset({"day", "week", "month"})
_DEDUCTED = frozenset({"deducted", "docked", "withheld", "deducting", "subtracted"})
_GUARDS = frozenset(
    {"guard", "guards", "inspector", "inspectors", "officer", "officers", "soldier", "soldiers"}
    | {"policeman", "policemen", "agent", "patrol", "patrols", "sentry", "sentries", "checkpoint"}
    | {"customs", "official", "officials"}
)
_WANTS = frozenset(
    {"take", "takes", "took", "want", "wants", "wanted", "demand", "demands", "demanded", "ask"}
    | {"asks", "asked", "expect", "expects", "expected", "pocket", "pockets", "pocketed"}
)
MOST_BEFORE = 12  # words of a clause before the sum
_PRICES = frozenset({"price", "prices", "rate", "level"})
_AGREED = frozenset(
    {"contract", "agreed", "sale", "sales", "selling", "purchase", "buying", "invoice", "total"}
    | {"full", "whole", "entire"}
)
_LASTS = frozenset({"takes", "took", "take", "keeps", "kept", "keep", "hold", "holds", "held"})


#: "A 70 percent drop took crossings to 900": what follows is a change, and no payment.
_CHANGES = frozenset(
    {("drop",), ("fall",), ("rise",), ("increase",), ("decline",), ("jump",), ("decrease",)}
    | {("slump",), ("surge",), ("plunge",), ("reduction",)}
)


def read_payment_term(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> Draft | None:
    """Read a share or a duration as a term of payment, None if it is none."""
    if mention.type == "share" and (term := when_paid(reading, mention)):
        return draft_of(mention, "payment_term", "payment.share", term, 0.8)
    if mention.type == "share" and (
        _is_of_market(reading, mention) or reading.words_after(mention.end, 1) in _CHANGES
    ):
        return None
    if mention.type == "share":
        metric = _set_phrase(reading, mention) or _share_metric(reading, mention, drafts)
        return (
            None
            if metric is None
            else draft_of(mention, "payment_term", "payment.share", metric, 0.8)
        )
    if mention.type == "money":
        return _money(reading, mention) or _bribe(reading, mention) or _deducted(reading, mention)
    amount = amount_of(mention)
    if mention.type == "quantity" and amount.unit_std in _TIMES:
        cue = reading.nearest(
            "pay",
            span_of(mention),
            8.0,
            "settle",
            "paid_after_inspection",
            "paid_on_delivery",
            "credit",
        )
        verb = reading.nearest("payverb", span_of(mention), 6.0)
        if verb is not None and _LASTS & {reading.flat.text[verb.start : verb.end].lower()}:
            verb = None  # "loading takes four days"
        if cue is not None or verb is not None:
            metric = "days_after_unloading" if cue is not None else "days_to_payment"
            return draft_of(mention, "payment_term", "payment.delay", metric, 0.75)
    return None


def _deducted(reading: Reading, mention: Mention) -> Draft | None:
    """Read "two yuan per ton are deducted for each percent" as terms of quality."""
    if _DEDUCTED.isdisjoint(reading.words_after(mention.end, 3)):
        return None
    return draft_of(mention, "payment_term", "payment.deducted", "quality_deduction", 0.65)


def _bribe(reading: Reading, mention: Mention) -> Draft | None:
    """Read "the guards take 300 yuan a crossing" as what officials take for themselves."""
    if _WANTS.isdisjoint(reading.words_before(mention.start, 4)):
        return None
    start = reading.clause(mention.start)[0]
    before = reading.words(start, mention.start)[-MOST_BEFORE:]
    if not _GUARDS & {*before} or not _WANTS & {*before[-4:]}:
        return None
    return draft_of(mention, "payment_term", "payment.bribe", "bribe", 0.6)


def _is_of_market(reading: Reading, mention: Mention) -> bool:
    """Tell "pay 60 percent of the London price", a level, from "10 percent of the price"."""
    if not reading.flat.text.startswith(" of ", mention.end):
        return False
    after = reading.words_after(mention.end, 5)
    if after[:2] not in {("of", "the"), ("of", "world"), ("of", "its")}:
        return False
    price = next((i for i, word in enumerate(after) if word in _PRICES), 0)
    return price > len(("of", "the")) and not _AGREED & {*after}


def _money(reading: Reading, mention: Mention) -> Draft | None:
    """Read "a kickback of 10 dollars a ton": what is paid besides the price."""
    if reading.words_before(mention.start, 1) != ("of",) or not amount_of(mention).per:
        return None  # a lump sum is a value
    cue = reading.nearest("pay", span_of(mention), 3.0, "kickback", "levy_on_sales")
    if cue is None or cue.start > mention.start:
        return None
    metric = "kickback_over_price" if cue.value == "kickback" else cue.value
    return draft_of(mention, "payment_term", "payment.money", metric, 0.7)


def find_payment_terms(reading: Reading, taken: Sequence[Draft]) -> Iterator[Draft]:
    """Find terms of payment without a figure: barter, delivery terms, what is owed.

    Args:
        reading: The document.
        taken: Claims found before, whose clauses are left alone.

    Returns:
        At most one draft a clause.
    """
    done: set[int] = set()
    yield from _in_goods(reading, taken, done)
    yield from _rests(reading, taken, done)
    yield from _remainders(reading, taken, done)
    for cue in reading.cues.get("pay", ()):
        start, end = reading.clause(cue.start)
        span = (cue.start, cue.end)
        if reading.sentence(cue.start).is_heading:
            continue
        if start in done or cue.value not in _STRONG or not _is_term(reading, cue):
            continue
        if any(_is_taken(reading, span, draft) for draft in claims_in(taken, start, end)):
            continue
        done.add(start)
        draft = clause_draft(reading, (start, end), cue, "payment_term", 0.6)
        draft.rule_id = f"payment.{cue.value}"
        yield draft


def _rests(reading: Reading, taken: Sequence[Draft], done: set[int]) -> Iterator[Draft]:
    """Find the second part of a payment: "40 percent ahead of loading and the rest on arrival"."""
    for cue in reading.cues.get("pay", ()):
        if cue.value not in _LATER or reading.sentence(cue.start).is_heading:
            continue
        sentence = reading.sentence(cue.start)
        near = max(sentence.start, cue.start - REST_REACH)
        rests = [c for c in reading.within("pay", near, cue.start) if c.value == "settle"]
        if not rests or claims_in(taken, rests[-1].start, cue.end):
            continue
        before = claims_in(taken, sentence.start, rests[-1].start)
        if not any(draft.kind == "payment_term" for draft in before):
            continue
        done.add(reading.clause(cue.start)[0])
        span = (rests[-1].start, cue.end)
        draft = Draft(*span, "payment_term", f"payment.{cue.value}", cue.value, 0.6)
        draft.at = (cue.start, cue.end)
        yield draft


def _remainders(reading: Reading, taken: Sequence[Draft], done: Set[int]) -> Iterator[Draft]:
    """Find when what is left is paid: "the remainder within a week", "the other half later"."""
    starts, words = reading.tokens.starts, reading.tokens.words
    for index in reading.tokens.places_of(_LEFT_OVER):
        if words[index] == "half" and words[index - 1] not in _OTHER:
            continue
        if not _WHEN & {*words[index + 1 : index + 3]}:
            continue
        position = starts[index]
        sentence, clause = reading.sentence(position), reading.clause(position)
        low = max(0, sentence.start - 200)
        if not _MONEY_MOVES & {*reading.words(low, clause[1])}:
            continue
        if clause[0] in done or claims_in(taken, position, clause[1]):
            continue
        stop = min(clause[1], position + 60)
        draft = Draft(position, stop, "payment_term", "payment.remainder", "settle", 0.55)
        draft.at = (position, position + len(words[index]))
        yield draft


def _in_goods(reading: Reading, taken: Sequence[Draft], done: set[int]) -> Iterator[Draft]:
    """Find goods that are paid with: "often they pay in flour"."""
    for mention in reading.mentions.get("commodity", ()):
        before = reading.words_before(mention.start, 5)
        if not before or before[-1] not in _PAID_WITH or _PAY.isdisjoint(before):
            continue
        start, end = reading.clause(mention.start)
        if start in done:
            continue
        if not claims_in(taken, start, end):
            done.add(start)
            draft = Draft(start, end, "payment_term", "payment.in_goods", "in_kind", 0.6)
            draft.at = (mention.start, mention.end)
            yield draft


def _is_term(reading: Reading, cue: Cue) -> bool:
    """Tell terms from mere mentions: prepayment must be paid or asked for by someone."""
    if cue.value == "credit" and _RELATIVE & set(reading.words_before(cue.start, 4)):
        return False  # "the bank that opened the letters of credit"
    if cue.value not in _LOOSE:
        return True
    span = (cue.start, cue.end)
    words = (
        set(reading.words_before(cue.start, 5))
        | set(reading.words(*span))
        | set(reading.words_after(cue.end, 3))
    )
    return bool(words & _VERBS) or (
        cue.value == "channel" and bool(words & {"payment", "payments"})
    )


def _is_taken(reading: Reading, span: tuple[int, int], draft: Draft) -> bool:
    """Tell whether a claim of the clause leaves no room for a term: it is one, or stands near."""
    if draft.kind == "growth_rate":
        return False
    is_near = draft.amount is None or reading.distance(span, draft.at) <= REACH
    return draft.kind == "payment_term" or is_near


def _share_metric(reading: Reading, mention: Mention, drafts: Sequence[Draft]) -> str | None:
    span = span_of(mention)
    cue = reading.nearest("pay", span, NEAR, *_FIRST) or reading.nearest(
        "pay", span, REACH, *_TERMS
    )
    verb = reading.nearest("payverb", span, NEAR_VERB)
    if cue is not None and (
        verb is not None
        or cue.value in {"prepaid_share", "kickback", "levy_on_sales"}
        or not _is_vague(reading, span)
    ):
        return "kickback_over_price" if cue.value == "kickback" else cue.value
    if not _DUE.isdisjoint(reading.words_after(span[1], 6)) and _is_vague(reading, span):
        return "paid_share"
    if verb is not None and not _is_vague(reading, span):
        return "levy_on_sales" if _speaks_of_sales(reading, mention) else "paid_share"
    last = drafts[-1] if drafts else None
    if (
        last is not None
        and last.kind == "payment_term"
        and reading.distance(span, (last.start, last.end)) <= NEAR + 1
    ):
        return last.metric
    return None


def _is_vague(reading: Reading, span: tuple[int, int]) -> bool:
    """Tell a share in words from one in digits."""
    return not any(map(str.isdigit, reading.flat.text[span[0] : span[1]]))


def _set_phrase(reading: Reading, mention: Mention) -> str | None:
    """Read "30 percent down and the balance on arrival", "takes a tenth of every cargo"."""
    if _is_down(reading, mention):
        return "prepaid_share"
    is_taken = not _TAKES.isdisjoint(reading.words_before(mention.start, 1))
    return "levy_on_sales" if is_taken and _is_of_each(reading, mention.end) else None


def _is_of_each(reading: Reading, position: int) -> bool:
    """Tell "takes a tenth of every cargo" from "takes half the market"."""
    words = reading.words_after(position, 2)
    return words[:1] == ("of",) and bool(_EACH & set(words))


def _is_down(reading: Reading, mention: Mention) -> bool:
    """Tell "30 percent down and the balance on arrival" from a price that is down."""
    words = reading.words_after(mention.end, 6)
    return words[:1] == ("down",) and not _REST.isdisjoint(words)


def _speaks_of_sales(reading: Reading, mention: Mention) -> bool:
    words = set(reading.words_after(mention.end, 6))
    return bool(
        words
        & {
            "sales",
            "proceeds",
            "price",
            "revenue",
            "receipts",
            "takings",
            "income",
            "earnings",
            "profits",
            "profit",
        }
    )
