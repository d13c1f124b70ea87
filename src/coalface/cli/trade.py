"""`coalface trade`: what was declared, set against earlier years, benchmarks and the law."""

from coalface.cli.options import AsOfOption, JsonOption, OutOption, today

__all__ = ["balance", "discounts", "emerging"]


def emerging(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Goods that China takes from the DPRK: new, grown, and what the law says of them."""
    from coalface.cli.analyses import show_analyses

    show_analyses(["emerging"], as_of or today(), as_json=as_json, out=out)


def discounts(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Prices of DPRK anthracite and iron ore beside named benchmarks of the same months."""
    from coalface.cli.analyses import show_analyses

    show_analyses(["discounts"], as_of or today(), as_json=as_json, out=out)


def balance(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Exports, imports and deficit by year and by whose books; what replaces the base year's."""
    from coalface.cli.analyses import show_analyses

    show_analyses(["balance", "replacement"], as_of or today(), as_json=as_json, out=out)
