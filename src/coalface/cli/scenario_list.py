"""`coalface scenario list`: the packaged scenarios."""

from coalface.cli.options import JsonOption, OutOption

__all__ = ["list_scenarios"]


def list_scenarios(*, as_json: JsonOption = False, out: OutOption = None) -> None:
    """The packaged scenarios, each with what it supposes."""
    from coalface.cli.printing import deliver
    from coalface.cli.scenario_views import list_view
    from coalface.scenarios.described import scenarios_table
    from coalface.scenarios.scenario_file import packaged_scenarios

    table = scenarios_table(packaged_scenarios())
    deliver(table, list_view(table), as_json=as_json, out=out)
