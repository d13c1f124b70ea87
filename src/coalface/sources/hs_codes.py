"""Read codes of the Harmonized System: their digits, and whether any edition has them."""

import re
from functools import cache, lru_cache

from coalface.sources.packaged import read_packaged
from coalface.sources.spellings import N_CACHED, UNKNOWN, Spelling

__all__ = ["find_editions", "read_hs_code"]

MAX_DIGITS = 10  # the longest national code
N_SHARED = 6  # digits that all States share; what follows is national


@lru_cache(maxsize=N_CACHED)
def read_hs_code(text: str) -> Spelling:
    """Read a code of 2, 4, 6, 8 or 10 digits that some edition has; dots and blanks are left out.

    A code that a spreadsheet took for a number has lost a zero, so it has an odd number of digits:
    that is refused, not repaired, because a guess would decide a verdict.
    """
    bare = text.strip()
    if bare.casefold() in UNKNOWN:
        return Spelling(None)
    if bare.startswith(("=", "+", "@", "-")):
        return Spelling(None, "a formula, not a code")
    groups = re.split(r"[. -]", re.sub(r"^(\d+)\.0$", r"\1", bare))
    digits = "".join(groups)
    problem = _problem(digits, has_groups=len(groups) > 1)
    return Spelling(None if problem else digits, problem)


def find_editions(code: str) -> frozenset[str]:
    """Find the editions that have a code, by its first six digits: `HS1992` to `HS2022`."""
    return _editions().get(code[:N_SHARED], frozenset())


def _problem(digits: str, *, has_groups: bool) -> str:
    if not (digits.isascii() and digits.isdigit()):
        return "not a code: only digits, with dots or blanks between them"
    if len(digits) > MAX_DIGITS:
        return f"{len(digits)} digits: too long for a code of goods"
    if len(digits) % 2:
        return _why_odd(digits, has_groups=has_groups)
    if not find_editions(digits):
        return "no edition of the Harmonized System from HS1992 to HS2022 has this code"
    return ""


def _why_odd(digits: str, *, has_groups: bool) -> str:
    """Say what is wrong with an odd number of digits; name a code only if there is such a code."""
    number = "1 digit" if len(digits) == 1 else f"{len(digits)} digits"
    lost, mended = ("last", f"{digits}0") if has_groups else ("leading", f"0{digits}")
    if not find_editions(mended):
        return f"{number}: a digit is missing or one too many; store codes as text"
    return (
        f"{number}: a {lost} zero was lost when the code was read as a number ({mended}?); "
        "store codes as text"
    )


@cache
def _editions() -> dict[str, frozenset[str]]:
    table = read_packaged("hs_nomenclature").group_by("hs_code").agg("hs_revision")
    return {code: frozenset(revisions) for code, revisions in table.iter_rows()}
