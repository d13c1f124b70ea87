"""`coalface trade emerging` and `coalface trade discounts`: new goods, and prices."""

from coalface.cli.options import (
    AsOfOption,
    JsonOption,
    OutOption,
    VersionOption,
    WorkspaceOption,
    today,
)

__all__ = ["discounts", "emerging"]


def emerging(
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Goods that China takes from the DPRK: new, grown, and what the law says of them."""
    from coalface.cli.analyses import show_analyses
    from coalface.cli.facts import choose_facts

    facts = choose_facts(workspace, workspace_version)
    show_analyses(["emerging"], as_of or today(), facts, as_json=as_json, out=out)


def discounts(
    *,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    out: OutOption = None,
    workspace: WorkspaceOption = None,
    workspace_version: VersionOption = None,
) -> None:
    """Prices of DPRK anthracite and iron ore beside named benchmarks of the same months."""
    from coalface.cli.analyses import show_analyses
    from coalface.cli.facts import choose_facts

    facts = choose_facts(workspace, workspace_version)
    show_analyses(["discounts"], as_of or today(), facts, as_json=as_json, out=out)
