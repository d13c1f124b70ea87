"""`coalface earnings fuel` and `coalface earnings imputation`."""

from coalface.cli.options import AsOfOption, JsonOption, OutOption, today

__all__ = ["fuel", "imputation"]


def fuel(*, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None) -> None:
    """Fuel in tonnes: reported, alleged, from crude, from coal, and what is not explained."""
    from coalface.cli.accounts import fuel_view
    from coalface.cli.printing import deliver
    from coalface.earnings.fuel import fuel_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("fuel", day)
    deliver(
        fuel_table(rows),
        fuel_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )


def imputation(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """How imputed years do on published years that the model was not shown."""
    from coalface.cli.accounts import imputation_view
    from coalface.cli.printing import deliver
    from coalface.earnings.imputation_checks import imputation_table, numbers
    from coalface.pipeline import find_packaged

    day = as_of or today()
    rows = find_packaged("imputation", day)
    deliver(
        imputation_table(rows),
        imputation_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )
