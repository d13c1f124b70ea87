"""Hold what a file was read with against what its kind can use, before anything is read."""

import codecs
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from coalface.errors import InputError
from coalface.sources.reading import ReadOptions
from coalface.sources.spellings import read_country, read_hs_revision

__all__ = ["settle_options"]

#: What each kind can use, beside the sizes of blocks and batches and the day.
USED: Mapping[str, frozenset[str]] = {
    "comtrade": frozenset({"encoding", "vintage"}),
    "baci": frozenset({"encoding", "vintage", "hs_revision", "countries"}),
    "gacc": frozenset({"encoding", "vintage", "hs_revision", "flow", "currency", "partner_codes"}),
    "pinksheet": frozenset({"vintage"}),
    "mapped": frozenset({"encoding", "vintage", "mapping"}),
    "flows": frozenset({"encoding", "vintage"}),
}
OF_EVERY_KIND = frozenset({"block_bytes", "batch_rows", "read_on"})
FLAGS = {"partner_codes": "partner"}
MARKS = ',"\r\n;\t|'


def settle_options(path: Path, kind: str, options: ReadOptions) -> ReadOptions:
    """Check options, and give them in the one form in which they are compared and stored.

    Args:
        path: The file, for messages.
        kind: A key of `KINDS`.
        options: As they were given.

    Raises:
        InputError: If an option is none of this kind's, is empty, or holds what does not exist: an
            encoding, an edition, a country.
    """
    for option in fields(options):
        value = getattr(options, option.name)
        flag = f"--{FLAGS.get(option.name, option.name).replace('_', '-')}"
        if option.name in OF_EVERY_KIND or value is None or value == {}:
            continue
        if option.name not in USED[kind]:
            takes = ", ".join(sorted(USED[kind])).replace("_", "-")
            raise InputError(
                f"{path.name}: a file of kind {kind!r} is not read with {flag}. It takes: {takes}. "
                "Leave the option out."
            )
        if isinstance(value, str) and not value.strip():
            raise InputError(f"{path.name}: {flag} is empty. Leave it out, or fill it.")
    if options.encoding is not None:
        _check_encoding(options.encoding)
    return replace(
        options,
        vintage=options.vintage.strip() if options.vintage else None,
        hs_revision=_edition(options.hs_revision),
        partner_codes={code: _country(code, to) for code, to in options.partner_codes.items()},
    )


def _check_encoding(name: str) -> None:
    try:
        is_plain = MARKS.encode(name) == MARKS.encode("ascii")
    except (LookupError, UnicodeError, ValueError) as error:
        raise InputError(
            f"--encoding {name[:40]!r}: there is no such encoding of text. Try utf-8, gb18030, "
            "cp949 or latin-1."
        ) from error
    if not is_plain:
        raise InputError(
            f"--encoding {codecs.lookup(name).name}: commas and line ends are not single bytes in "
            "it. Save the file as UTF-8."
        )


def _edition(text: str | None) -> str | None:
    if text is None:
        return None
    read = read_hs_revision(text).value
    if read is None:
        raise InputError(
            f"--hs-revision {text[:40]!r}: there is no such edition of the Harmonized System. "
            "Expected one from HS1992 to HS2022, e.g. HS2017, HS17 or H5."
        )
    return read


def _country(code: str, to: str) -> str:
    read = read_country(to)
    if read.value is None:
        raise InputError(
            f"--partner {code}={to[:40]}: {read.problem or 'empty'}. Give three letters, e.g. PRK."
        )
    return read.value
