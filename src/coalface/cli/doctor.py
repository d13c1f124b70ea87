"""`coalface doctor`: is everything here that the commands need?"""

import typer

from coalface.cli.options import JsonOption

__all__ = ["doctor"]


def doctor(*, as_json: JsonOption = False) -> None:
    """Check versions, packaged data, fonts and what is missing; exit 1 if something is."""
    from coalface.cli.checkup import check_installation
    from coalface.cli.printing import View, print_json, print_view

    findings = check_installation()
    if as_json:
        print_json([{"what": f.what, "state": f.state, "detail": f.detail} for f in findings])
    else:
        rows = [(f.state, f.what, f.detail) for f in findings]
        print_view(View("Coalface on this machine", ("State", "What", "Detail"), rows))
    if any(f.state == "missing" for f in findings):
        raise typer.Exit(1)
