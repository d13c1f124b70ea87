"""Options of `coalface ingest`: what a publisher's file does not say of itself."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AgainOption",
    "CountriesOption",
    "CurrencyOption",
    "EncodingOption",
    "FilesArgument",
    "FlowOption",
    "MappingOption",
    "PartnerOption",
    "RevisionOption",
    "VintageOption",
]

FilesArgument = Annotated[
    list[str], typer.Argument(metavar="[KIND] FILE...", help="Files, after their kind.")
]
VintageOption = Annotated[
    str | None, typer.Option(help="The publisher's release, where the file does not say it.")
]
RevisionOption = Annotated[
    str | None, typer.Option(help="Edition of the codes, e.g. HS2017, where it is not said.")
]
FlowOption = Annotated[
    str | None, typer.Option(help="import or export, where only your query said it.")
]
CurrencyOption = Annotated[
    str | None, typer.Option(help="CNY or USD, where the column of values names none.")
]
PartnerOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE=COUNTRY", help="What a partner's code stands for; repeatable."),
]
MappingOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Mapping file; the kind is then mapped.")
]
CountriesOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="BACI's own list of countries.")
]
EncodingOption = Annotated[str | None, typer.Option(help="Of a text file, e.g. gb18030.")]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Once more, in place of the earlier ingest.")
]
