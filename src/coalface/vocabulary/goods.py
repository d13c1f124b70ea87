"""Codes of the Harmonized System: text, never numbers; matched by prefix."""

__all__ = ["HS_REVISIONS", "is_hs_code", "names_any", "normal_words"]

# World Customs Organization: each edition applies from 1 January of its year.
HS_REVISIONS = ("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022")
CODE_LENGTHS = (2, 4, 6, 8, 10)


def is_hs_code(text: str) -> bool:
    """Say whether the text has the form of a chapter, heading, subheading or national code."""
    return text.isascii() and text.isdigit() and len(text) in CODE_LENGTHS


def names_any(text: str, words: tuple[str, ...]) -> bool:
    """Say whether the text names one of some goods, as whole words, in any case, plural too."""
    padded = f" {normal_words(text)} "
    return any(f" {word} " in padded or f" {word}s " in padded for word in words)


def normal_words(text: str) -> str:
    """Give the text in lower case with everything that is no letter or digit made one blank."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
