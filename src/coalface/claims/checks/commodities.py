"""Which goods a claim's words mean, and which words beside them tell one grade from another."""

from dataclasses import dataclass
from functools import lru_cache

from coalface.claims.checks.definitions import load_definitions
from coalface.vocabulary.goods import normal_words

__all__ = ["Goods", "goods_of"]


@dataclass(frozen=True, slots=True)
class Goods:
    """The families that a claim names, its words for them, and the words of a grade.

    `families` holds the word itself where no family is known, so that two claims on a good that
    nobody listed still meet.
    """

    families: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    grade: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def goods_of(commodity: str) -> Goods:
    """Give the goods that a cell `commodity` names ("; " between several).

    Args:
        commodity: The cell, or "" where the claim names no good.

    Returns:
        The families, the names used and the words of grade ("5 000 kcal kg", "heating").
    """
    parts = [_one(part) for part in commodity.split(";") if part.strip()]
    return Goods(
        families=frozenset(family for family, _, _ in parts),
        names=frozenset(name for _, name, _ in parts),
        grade=frozenset(grade for _, _, grade in parts if grade),
    )


def _one(part: str) -> tuple[str, str, str]:
    definitions = load_definitions()
    words = f" {normal_words(part)} "
    for name, family in definitions.names:
        if f" {name} " in words:
            rest = words.replace(f" {name} ", " ", 1).strip()
            for neutral in definitions.good_of[family].neutral:
                rest = rest.replace(normal_words(neutral), "").strip()
            return family, name, rest
    return words.strip(), words.strip(), ""
