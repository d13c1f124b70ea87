"""`coalface trade`: what was declared, set against earlier years, benchmarks and the law."""

from datetime import date

from coalface.cli.options import AsOfOption, JsonOption, OutOption, today

__all__ = ["balance", "discounts", "emerging"]


def emerging(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Goods that China takes from the DPRK: new, grown, and what the law says of them."""
    from coalface.cli.printing import deliver
    from coalface.cli.views import emerging_view
    from coalface.pipeline import find_packaged
    from coalface.trade.emerging import emerging_table, numbers

    day: date = as_of or today()
    rows = find_packaged("emerging", day)
    deliver(
        emerging_table(rows),
        emerging_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )


def discounts(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Prices of DPRK anthracite and iron ore beside named benchmarks of the same months."""
    from coalface.cli.printing import deliver
    from coalface.cli.views import discounts_view
    from coalface.pipeline import find_packaged
    from coalface.trade.discounts import discounts_table, numbers

    day: date = as_of or today()
    rows = find_packaged("discounts", day)
    deliver(
        discounts_table(rows),
        discounts_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=numbers(rows),
    )


def balance(
    *, as_of: AsOfOption = None, as_json: JsonOption = False, out: OutOption = None
) -> None:
    """Exports, imports and deficit by year and by whose books; what replaces the base year's."""
    from coalface.cli.printing import deliver
    from coalface.cli.views import balance_view, replacement_view
    from coalface.pipeline import find_packaged
    from coalface.trade import balance as books
    from coalface.trade import replacement

    day: date = as_of or today()
    rows, replaced = find_packaged("balance", day), find_packaged("replacement", day)
    deliver(
        books.balance_table(rows),
        balance_view(rows, day),
        as_json=as_json,
        out=out,
        about={"as_of": day},
        numbers=(*books.numbers(rows), *replacement.numbers(replaced)),
        more={"replacement": (replacement.replacement_table(replaced), replacement_view(replaced))},
    )
