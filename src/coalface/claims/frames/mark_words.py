"""The words by which a report calls a figure a sum, a difference, a result or one of many."""

import re
from collections.abc import Iterator, Mapping

from coalface.claims.frames.reading import Reading

__all__ = ["EACH", "GAP", "SUM", "THUS", "find_mark_words"]

SUM, GAP, EACH, THUS = ".sum", ".gap", ".each", ".thus"
_I = re.IGNORECASE
_SUM = re.compile(
    r"(?:jointly|all told|all in all|altogether|in all(?! (?:the|its|their|of)\b)"
    r"|in (?:total|aggregate)|together(?! with)|combined|add(?:s|ed|ing)? (?:up|to)"
    r"|add (?:the|them|these|those|all|it|in)|as a whole|taken as one"
    r"|(?:whole|full|entire) (?:price|sum|amount|bill|cost|load|cargo|order) (?:of|was|is)"
    r"|brings? (?:[a-z'’]+ ){1,4}(?:total|number|count|tally|sum|figure|bill|haul) to"
    r"|sum(?:s|med|ming)? (?:up )?to|tot(?:s|ted|ting)? up|sum (?:is|was|comes|came)"
    r"|(?:total|(?:grand|joint|overall|annual|yearly|quarterly|monthly|combined|final|weekly|common)"
    r" (?:total|tally|sum|figure|count|amount|volume|bill|haul|take|sales|income|output|turnover"
    r"|receipts|earnings))"
    r"(?= (?:is|was|are|were|comes?|came|stands?|stood|runs?|ran|reach(?:es|ed)|made?|thus|thereby"
    r"|therefore|of|to|for [a-z ]{3,24}(?:is|was|came|stood))\b|,|:)"
    r"|total(?:l?ed|l?ing)|between (?:them|the (?:two|three|four|five))|(?:all|both) of them"
    r"|(?:two|three|four|five) (?:of them )?(?:make|made|give|gave))(?=[\s,.;:)])",
    _I,
)
_GAP = re.compile(
    r"(?:gap|difference|shortfall|hole|deficit|surplus|imbalance|shortage|red ink|discrepancy"
    r"|excess|spread|net (?:gain|loss|income|result)|the net|apart|to the good|in the (?:red|black)"
    r"|better off|worse off|out of pocket)\b(?!['’-])",
    _I,
)
_EACH = re.compile(
    r"(?:each|every|apiece|a piece|on average|averag(?:es?|ed|ing)|a head|the mean|mean of"
    r"|per (?!cent|ton|kilo|barrel|year|month|week|day|hour|ann|lit|gram|mt|bbl|t\b|kg)[a-z]+"
    r"|to the (?:man|ship|truck|lorry|wagon|boat|barge))\b(?!['’-])",
    _I,
)
_THUS = re.compile(
    r"(?:so(?: that)?|thus|therefore|hence|thereby|in short|meaning|making|in other words|i\.e\."
    r"|(?:which|that|this|it) (?:leaves|left|makes|made|gives|gave|brings|brought|means|meant"
    r"|works out|worked out|comes|came|adds|added|amounts|amounted|puts|put)"
    r"|(?:you|one|we|he|she) (?:gets?|arrives?|ends? up|reach(?:es)?)"
    r"|brings? (?:[a-z'’]+ ){1,5}to)(?=[\s,])",
    _I,
)
#: English words at which one of these may begin: at any other, none is looked for.
_FIRST = {
    SUM: frozenset(
        {"jointly", "all", "altogether", "in", "together", "combined", "add", "adds", "added"}
        | {"adding", "as", "taken", "bring", "brings", "sum", "sums", "summed", "summing", "total"}
        | {"tot", "tots", "totted", "totting", "grand", "joint", "overall", "annual", "yearly"}
        | {"quarterly", "monthly", "final", "weekly", "common", "totaled", "totalled", "totaling"}
        | {
            "totalling",
            "between",
            "both",
            "whole",
            "full",
            "entire",
            "two",
            "three",
            "four",
            "five",
        }
    ),
    GAP: frozenset(
        {"gap", "difference", "shortfall", "hole", "deficit", "surplus", "imbalance", "shortage"}
        | {"red", "discrepancy", "excess", "spread", "net", "apart", "to", "in", "better", "worse"}
        | {"out"}
    ),
    THUS: frozenset(
        {"so", "thus", "therefore", "hence", "thereby", "in", "meaning", "making", "i.e.", "i"}
        | {"which", "that", "this", "it", "you", "one", "we", "he", "she", "bring", "brings"}
    ),
    EACH: frozenset(
        {"each", "every", "apiece", "a", "on", "average", "averages", "averaged", "averaging"}
        | {"the", "mean", "per", "to"}
    ),
}
_LEADS = (
    "leaves", "left", "make", "made", "give", "gave", "bring", "brought", "mean", "work", "come",
    "came", "add", "amount", "put",
)  # fmt: skip
_GETS = ("get", "arrive", "end", "reach")
_GIVE = ("of", "make", "made", "give", "gave")
#: How the next word begins after those of them that stand in most sentences.
_NEXT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    SUM: {
        "all": ("told", "in", "of"), "in": ("all", "total", "aggregate"), "as": ("a",),
        **dict.fromkeys(("two", "three", "four", "five"), _GIVE), "both": ("of",),
        "between": ("the",), "taken": ("as",),
    },
    GAP: {
        **dict.fromkeys(("to", "in"), ("the",)), "out": ("of",), "red": ("ink",),
        **dict.fromkeys(("better", "worse"), ("off",)),
    },
    THUS: {
        "in": ("short", "other"), **dict.fromkeys(("which", "that", "this", "it"), _LEADS),
        **dict.fromkeys(("you", "one", "we", "he", "she"), _GETS),
    },
    EACH: {"a": ("piece", "head"), "on": ("average",), "the": ("mean",), "to": ("the",)},
}  # fmt: skip
#: Words of which one is in all that begins with a word that most sentences hold.
_NEEDED: Mapping[str, Mapping[str, frozenset[str]]] = {
    EACH: {
        "a": frozenset({"piece", "head"}), "on": frozenset({"average"}), "the": frozenset({"mean"}),
        "to": frozenset({"man", "ship", "truck", "lorry", "wagon", "boat", "barge"}),
    },
    SUM: {"as": frozenset({"whole"}), "in": frozenset({"all", "total", "aggregate"})},
    GAP: {
        "to": frozenset({"good"}), "in": frozenset({"red", "black"}), "out": frozenset({"pocket"}),
    },
    THUS: {"in": frozenset({"short", "other"})},
}  # fmt: skip
_ENGLISH = {SUM: _SUM, GAP: _GAP, THUS: _THUS, EACH: _EACH}
#: Korean and Chinese words for them, and the signs that these begin with.
_ABROAD = {
    SUM: re.compile(
        r"합치면|합하면|합쳐|합해|합산|도합|통틀어|모두|합계|총계|총 ?(?=\d)"
        r"|合计|合計|总计|總計|总共|一共|共计|加起来|相加|加在一起|合共"
    ),
    GAP: re.compile(
        r"격차|차액|차이|적자|흑자|차익|모자라|부족분"
        r"|逆差|顺差|差额|差距|相差|缺口|亏空|净赚|净亏"
    ),
    THUS: re.compile(r"따라서|결국|이로써|셈|因此|于是|也就是说|这样|合起来"),
    EACH: re.compile(
        r"평균|각각|씩|마다|한 (?:명|사람|척|대|량)(?:이|당|에)"
        r"|平均(?!每)|每[天日月年周]|每(?=[人艘辆车船节位名台条个趟])|各"
    ),
}
_ABROAD_FIRST = {
    SUM: frozenset("합도통모총合总總一共加相"),
    GAP: frozenset("격차적흑모부逆顺差相缺亏净"),
    THUS: frozenset("따결이셈因于也这合"),
    EACH: frozenset("평각씩마한平每各"),
}


def find_mark_words(reading: Reading, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Find such words between two places of a text.

    Args:
        reading: The document.
        start: Where to begin.
        end: One past the last place where such words may begin.

    Yields:
        Which of `SUM`, `GAP`, `THUS` and `EACH` they are words for, and where they stand.
    """
    text, tokens = reading.flat.text, reading.tokens
    is_plain = not reading.starts.signs
    words, last, held = tokens.words, len(tokens.words) - 1, tokens.places.keys()
    for mark, form in _ENGLISH.items():
        following = _NEXT[mark]
        absent = [word for word, its in _NEEDED[mark].items() if held.isdisjoint(its)]
        for index in tokens.places_of(_FIRST[mark].difference(absent)):
            word = words[index]
            if word in following and (
                index == last or not words[index + 1].startswith(following[word])
            ):
                continue
            place = tokens.starts[index]
            if start <= place < end and (match := form.match(text, place)) is not None:
                yield mark, match
        if not is_plain:
            for match in reading.at_signs(_ABROAD[mark], _ABROAD_FIRST[mark], start, end):
                yield mark, match
