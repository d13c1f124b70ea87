"""The sanctions' own clock: terms that run out on a day, and bodies with their first and last."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources

from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["Body", "LawDates", "Term", "load_law_dates"]


class Term(Definition):
    """What had to be over by a day, and the words for it."""

    id: str
    measure: str
    metric: str
    adopted_on: date
    last_on: date
    months: int = 0
    days: int = 0
    who: tuple[str, ...]
    what: tuple[str, ...]

    @cached_property
    def its_words(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Give patterns of who and of what."""
        return pattern_of(self.who), pattern_of(self.what)

    def may_be_told(self, text: str) -> bool:
        """Say quickly whether anything of what is to happen may stand in words.

        Args:
            text: In small letters.
        """
        return any(map(text.__contains__, self.what))

    def is_told(self, text: str) -> bool:
        """Say whether words are of this term: someone, and what is to happen by its day.

        Args:
            text: In small letters.
        """
        who, what = self.its_words
        return what.search(text) is not None and who.search(text) is not None


class Body(Definition):
    """A body of the sanctions with its days; None where it has none yet."""

    id: str
    names: tuple[str, ...]
    created_on: date
    ended_on: date | None = None
    vetoed_on: date | None = None
    instrument: str

    @cached_property
    def its_names(self) -> re.Pattern[str]:
        """Give a pattern of its names."""
        return pattern_of(self.names)

    def find_name(self, text: str) -> re.Match[str] | None:
        """Give the first of its names, None without one.

        Args:
            text: In small letters.
        """
        return self.its_names.search(text) if any(map(text.__contains__, self.names)) else None


class LawDates(Definition):
    """All of `data/claims/law_dates.yml`."""

    terms: tuple[Term, ...]
    bodies: tuple[Body, ...]
    created: tuple[str, ...]
    ended: tuple[str, ...]
    vetoed: tuple[str, ...]

    @cached_property
    def turns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Give patterns of what is told of a body, by metric: the surest first."""
        names = ("vetoed", "ended", "created")
        return tuple((f"body_{name}", pattern_of(getattr(self, name))) for name in names)


def pattern_of(words: Sequence[str]) -> re.Pattern[str]:
    """Make a pattern of whole words, or of stems in scripts that part no words.

    Args:
        words: In small letters.
    """
    latin = "|".join(sorted(map(re.escape, filter(str.isascii, words)), key=len, reverse=True))
    stems = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile("|".join(filter(None, (rf"\b(?:{latin})\b" if latin else "", stems))))


@lru_cache(maxsize=1)
def load_law_dates() -> LawDates:
    """Read the packaged days once.

    Raises:
        DefinitionError: If the file is wrong; names file and line.
    """
    file = resources.files("coalface") / "data" / "claims" / "law_dates.yml"
    return read_definition(file.read_text(encoding="utf-8"), file.name, LawDates)
