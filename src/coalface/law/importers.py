"""What to check of an importer's own law, where the rulebook does not judge by it."""

from coalface.law.rulebook import Rulebook

__all__ = ["importer_check"]

SANCTIONED = "PRK"


def importer_check(book: Rulebook, direction: str, importer: str) -> str:
    """Say that an importer's own law was not applied, and name it where a reference is packaged.

    Args:
        book: The rulebook.
        direction: Of the case; only goods from the DPRK have an importer with a law of its own.
        importer: ISO 3166 alpha-3, or "".

    Returns:
        A check to make, or "" where the State's rules are applied or none is concerned.
    """
    if direction != "from_dprk" or importer in ("", SANCTIONED):
        return ""
    own = [n for n in book.national if importer in (n.state, *n.members)]
    if any(n.effect != "reference" for n in own):
        return ""
    if not own:
        return f"the law of {importer} is not packaged: look it up"
    named = "; ".join(f"{n.title} ({n.note})" for n in own)
    return f"the law of {importer} is named here and not applied: {named}"
