"""The rulebook: every packaged definition, read once, checked against the others."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from coalface.law.cells import LPG_HEADING, Timeline, timeline_of
from coalface.law.definitions import (
    Conversion,
    GoodsGroup,
    LawSource,
    LedgerEntry,
    Measure,
    MovedCode,
    NationalMeasure,
)
from coalface.law.lint import check_rulebook
from coalface.law.scope import HS6_DIGITS, Match, Scope, match_goods, scope_of
from coalface.vocabulary.definitions import Definition, read_definition
from coalface.vocabulary.goods import normal_words

__all__ = ["GovernanceEvent", "Humanitarian", "Rulebook", "load_rulebook", "read_rulebook"]

D = TypeVar("D", bound=Definition)
LONGER = "*"
KEPT_SCOPES = 50_000  # bounds memory where every row names its good in other words


class GovernanceEvent(Definition):
    """A dated event of the sanctions machinery that is no trade measure."""

    on: str
    event: str
    source: str = ""


class Humanitarian(Definition):
    """Goods that look like aid, and the route that comes first for them."""

    direction: str
    chapters: tuple[str, ...]
    codes: tuple[str, ...]
    route: str


class _Sources(Definition):
    sources: tuple[LawSource, ...]


class _Conversions(Definition):
    conversions: tuple[Conversion, ...]


class _Moved(Definition):
    source: str
    codes: tuple[MovedCode, ...]


class _Governance(Definition):
    events: tuple[GovernanceEvent, ...]


@dataclass(frozen=True)
class Rulebook:
    """All measures of one regime, UN and national, with the goods their words are read to mean."""

    measures: tuple[Measure, ...]
    national: tuple[NationalMeasure, ...]
    groups: dict[str, GoodsGroup]
    ledger: tuple[LedgerEntry, ...]
    conversions: tuple[Conversion, ...]
    sources: dict[str, LawSource]
    governance: tuple[GovernanceEvent, ...]
    humanitarian: Humanitarian
    moved: tuple[MovedCode, ...]
    _kept: dict[tuple[str, ...], tuple[Scope, Timeline]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def read_until(self) -> date:
        """Give the last day on which a source of the rulebook was read: nobody knows of later law.

        Raises:
            ValueError: If no source says when it was read.
        """
        return max(s.read_on for s in self.sources.values() if s.read_on is not None)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Give every code at which the law begins to treat goods differently."""
        codes = {c.code for g in self.groups.values() for c in g.codes}
        codes |= {c for n in self.national for c in n.except_codes}
        codes |= {*self.humanitarian.chapters, *self.humanitarian.codes, LPG_HEADING}
        codes |= {m.code for m in self.moved}
        return frozenset(codes | {c[:HS6_DIGITS] for c in codes})

    @cached_property
    def wider_codes(self) -> frozenset[str]:
        """Give every code that is shorter than one of `stems` and begins it."""
        return frozenset(s[:n] for s in self.stems for n in range(2, len(s)))

    def stem(self, hs_code: str) -> str:
        """Give the part of a code on which the law depends; codes of one stem are treated alike.

        A longer code whose stem is itself the beginning of other stems is told apart by a mark:
        "251910" is "25*", not the chapter "25", of which only a part may be covered.
        """
        if hs_code in self.wider_codes:
            return hs_code
        lengths = range(len(hs_code), 1, -1)
        stem = next((hs_code[:n] for n in lengths if hs_code[:n] in self.stems), "")
        return f"{stem}{LONGER}" if stem in self.wider_codes and stem != hs_code else stem

    def measure(self, measure_id: str) -> Measure:
        """Give the measure of that id.

        Raises:
            KeyError: If there is none.
        """
        return next(m for m in self.measures if m.id == measure_id)

    def timeline(
        self,
        hs_code: str,
        direction: str,
        *,
        text: str = "",
        activity: str = "",
        revision: str = "",
    ) -> tuple[Scope, Timeline]:
        """Give the measures that reach a good or service, and the spells in which they apply.

        Args:
            hs_code: 2 to 10 digits, or "" for a service.
            direction: `from_dprk`, `to_dprk` or `other`.
            text: What the good is called.
            activity: What the service is called.
            revision: Edition of the code, or "" for any.
        """
        stem = self.stem(hs_code)
        key = (stem, direction, normal_words(text), normal_words(activity), revision)
        if key not in self._kept:
            if len(self._kept) >= KEPT_SCOPES:
                self._kept.clear()
            scope = scope_of(self, *key)
            self._kept[key] = scope, timeline_of(scope, direction, stem, self)
        return self._kept[key]

    def matching(
        self, hs_code: str, direction: str, *, name: str | None = None, revision: str | None = None
    ) -> tuple[Match, ...]:
        """Give the UN measures that reach a code, with how far they reach it."""
        text = normal_words(name or "")
        return match_goods(self, hs_code, direction, text, revision or "")


@lru_cache(maxsize=1)
def load_rulebook() -> Rulebook:
    """Read the packaged UN 1718 rulebook.

    Raises:
        DefinitionError: If a definition is wrong; names file and line.
    """
    return read_rulebook(resources.files("coalface") / "data" / "regimes" / "un-1718")


def read_rulebook(folder: Traversable) -> Rulebook:
    """Read and check a rulebook folder, packaged or a user's own.

    Args:
        folder: Holds `measures/`, `goods/`, `national/`, `ledger/` and the single files.

    Raises:
        DefinitionError: If a definition is wrong or contradicts another; names file and line.
    """
    book = Rulebook(
        measures=_read_all(folder / "measures", Measure),
        national=_read_all(folder / "national", NationalMeasure),
        groups={g.id: g for g in _read_all(folder / "goods", GoodsGroup)},
        ledger=_read_all(folder / "ledger", LedgerEntry),
        conversions=_read_one(folder / "conversions.yml", _Conversions).conversions,
        sources={s.id: s for s in _read_one(folder / "sources.yml", _Sources).sources},
        governance=_read_one(folder / "governance.yml", _Governance).events,
        humanitarian=_read_one(folder / "humanitarian.yml", Humanitarian),
        moved=_read_one(folder / "moved_codes.yml", _Moved).codes,
    )
    check_rulebook(book)
    return book


def _read_all(folder: Traversable, model: type[D]) -> tuple[D, ...]:
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)
    return tuple(_read_one(f, model) for f in files)


def _read_one(file: Traversable, model: type[D]) -> D:
    return read_definition(file.read_text(encoding="utf-8"), file.name, model)
