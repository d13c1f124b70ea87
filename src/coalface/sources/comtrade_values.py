"""Read values, quantities and flags of a UN Comtrade file, each where its meaning puts it."""

from dataclasses import replace

import polars as pl

from coalface.sources.case_fields import Field, read_coded, set_aside
from coalface.sources.case_files import RawCases
from coalface.sources.flow_fields import read_figure
from coalface.sources.publishers import Publisher
from coalface.sources.spellings import Reader, Spelling, read_unit

__all__ = ["FLAGS", "read_flags", "read_masses", "read_values"]

KG_PER_T = 1000.0
SAME_VALUE = 0.005  # a share: values are rounded to dollars or cents
SAME_MASS = 0.01  # a share: one of two weights may be rounded to tonnes
BARE = "a quantity without a unit is not kept"
TWO_UNITS = "code and abbreviation of the unit differ: the quantity is not kept"
TWO_MASSES = "quantity in a unit of mass differs from the net weight, which is kept"
YES_NO = {
    **dict.fromkeys(("true", "True", "TRUE", "1", "yes"), "true"),
    **dict.fromkeys(("false", "False", "FALSE", "0", "no"), "false"),
}
#: Flags that go into `note`: the state that is worth a word, and the words.
FLAGS = {
    "isQtyEstimated": ("true", "quantity estimated by the UN"),
    "isNetWgtEstimated": ("true", "weight estimated by the UN"),
    "isAggregate": ("true", "a sum made by the UN"),
    "isReported": ("false", "not reported as it stands"),
    "isOriginalClassification": ("false", "converted from another edition of the nomenclature"),
}
LEGACY_FLAGS = {
    "0": "",
    "2": "quantity estimated by the UN",
    "4": "weight estimated by the UN",
    "6": "quantity and weight estimated by the UN",
}
Columns = dict[str, pl.Series]


def read_values(
    raw: RawCases, publisher: Publisher, flow: pl.Series
) -> tuple[Columns, list[Field]]:
    """Put each value in the column of its valuation; one whose valuation nobody states is mixed.

    A value is never moved to the valuation that is usual for its flow: an import that gives only a
    primary value stays in `value_mixed_usd`, and the note says so.
    """
    fields = [
        read_figure(raw, name, missing=publisher.missing)
        for name in ("cifvalue", "fobvalue", "primaryValue")
    ]
    cif, fob, primary = (field.values for field in fields)
    frame = pl.DataFrame({"cif": cif, "fob": fob, "primary": primary, "flow": flow})
    # A zero beside a positive primary value says that this valuation was not reported.
    is_positive = (pl.col("primary") > 0).fill_null(value=False)
    frame = frame.with_columns(
        pl.when(~is_positive | (pl.col(name) > 0)).then(name).alias(name) for name in ("cif", "fob")
    )
    is_bare = pl.col("cif").is_null() & pl.col("fob").is_null()
    room = SAME_VALUE * pl.col("primary")
    is_near = pl.any_horizontal(
        ((pl.col(name) - pl.col("primary")).abs() <= room).fill_null(value=False)
        for name in ("cif", "fob")
    )
    read = frame.select(
        value_cif_usd="cif",
        value_fob_usd="fob",
        value_mixed_usd=pl.when(is_bare).then("primary"),
        any=pl.coalesce("primary", "cif", "fob"),
        note=pl.when(is_bare)
        .then(pl.lit("valuation not stated"))
        .when(pl.col("primary").is_not_null() & ~is_near)
        .then(pl.lit("primary value differs from those stated as CIF and FOB"))
        .when((pl.col("flow") == "import") & pl.col("cif").is_null())
        .then(pl.lit("import valued FOB")),
    )
    empty = set_aside(
        raw, read["any"].is_null(), "primaryValue", "a value in dollars", "no value at all"
    )
    return read.to_dict(), [*fields, Field(read["any"], empty)]


def read_masses(
    raw: RawCases, publisher: Publisher, value: pl.Series
) -> tuple[Columns, list[Field]]:
    """Read net weight and quantity: kilograms go to `mass_t`, any other unit stays a quantity.

    A weight of zero beside a positive value is no weight: it becomes empty, and the note says so.
    So it does where the quantity is a mass other than the weight, and where code and abbreviation
    name two units: which of them is meant cannot be told, so that the quantity is left out.
    """
    weight = read_figure(raw, "netWgt", missing=publisher.missing)
    quantity = read_figure(raw, "qty", missing=publisher.missing)
    reader = _unit_reader(publisher)
    is_twofold = _has_two_units(raw, reader)
    raw = _by_abbreviation(raw, publisher)
    unit = read_coded(raw, "qtyUnitCode", reader, "a unit of the publisher's list")
    units = raw.frame["qtyUnitCode"]
    factors = {cell: reader(cell).factor for cell in units.unique().to_list()}
    factor = units.replace_strict(
        list(factors), list(factors.values()), default=1.0, return_dtype=pl.Float64
    )
    stored = pl.DataFrame(
        {
            "weight": weight.values / KG_PER_T,
            "quantity": quantity.values * factor,
            "unit": unit.values,
            "value": value,
            "is_twofold": is_twofold & quantity.values.is_not_null(),
        }
    ).with_columns(quantity=pl.when(~pl.col("is_twofold")).then("quantity"))
    is_mass = (pl.col("unit") == "t").fill_null(value=False)
    is_empty = (pl.col("weight") == 0) & (pl.col("value") > 0)
    has_unit = pl.col("unit").is_not_null() & ~is_mass & pl.col("quantity").is_not_null()
    mass = pl.coalesce(pl.when(~is_empty).then("weight"), pl.when(is_mass).then("quantity"))
    apart = (pl.col("quantity") - pl.col("weight")).abs() > SAME_MASS * pl.col("weight")
    has_both = is_mass & (pl.col("weight") > 0) & (pl.col("quantity") > 0)
    read = stored.select(
        mass_t=pl.when((mass > 0) | ~(pl.col("value") > 0)).then(mass),
        quantity=pl.when(has_unit).then("quantity"),
        unit=pl.when(has_unit).then("unit"),
        note=pl.when("is_twofold")
        .then(pl.lit(TWO_UNITS))
        .when(has_both & apart)
        .then(pl.lit(TWO_MASSES))
        .when(is_empty)
        .then(pl.lit("weight printed as 0")),
    )
    is_bare = ((quantity.values > 0) & unit.values.is_null()).any()
    said = [text for text in (TWO_UNITS, TWO_MASSES) if (read["note"] == text).any()]
    notes = (*((BARE,) if is_bare else ()), *said)
    return read.to_dict(), [weight, quantity, Field(unit.values, unit.rejects, notes)]


def _has_two_units(raw: RawCases, reader: Reader) -> pl.Series:
    """Say of each row whether the code of its unit and the abbreviation name different ones."""
    units = ["qtyUnitCode", "qtyUnitAbbr"]
    pairs = raw.frame.select(units).unique()
    differ = [_differ(code, name, reader) for code, name in pairs.iter_rows()]
    known = pairs.with_columns(differ=pl.Series(differ, dtype=pl.Boolean))
    told = raw.frame.select(units).join(
        known, on=units, how="left", nulls_equal=True, maintain_order="left"
    )
    return told["differ"]


def _differ(code: str | None, abbreviation: str | None, reader: Reader) -> bool:
    coded, named = reader(code or ""), read_unit(abbreviation or "")
    if not coded.value or not named.value:
        return False
    return (coded.value, coded.factor) != (named.value, named.factor)


def _by_abbreviation(raw: RawCases, publisher: Publisher) -> RawCases:
    """Put the unit's abbreviation in place of a code that the definition does not list."""
    codes = ["", *publisher.units]
    is_told = ~pl.col("qtyUnitAbbr").is_in(list(publisher.missing))
    unlisted = ~pl.col("qtyUnitCode").is_in(codes) & is_told
    if not raw.frame.select(unlisted.any()).item():
        return raw
    unit = pl.when(unlisted).then("qtyUnitAbbr").otherwise("qtyUnitCode")
    return replace(raw, frame=raw.frame.with_columns(qtyUnitCode=unit))


def _unit_reader(publisher: Publisher) -> Reader:
    def read(text: str) -> Spelling:
        if not text:
            return Spelling(None)
        rule = publisher.units.get(text)
        if rule is not None:
            return Spelling(rule.unit or None, factor=rule.factor)
        known = Spelling(None) if text.lstrip("-").isdigit() else read_unit(text)
        if known.value:
            return known
        reason = f"unit {text} is not known; add it with its factor to {publisher.file_name}"
        return Spelling(None, reason)

    return read


def read_flags(raw: RawCases) -> tuple[list[pl.Series], list[Field]]:
    """Put into words which flags are set; a flag of another kind refuses its row."""
    notes: list[pl.Series] = []
    fields: list[Field] = []
    for name, (state, words) in FLAGS.items():
        flag = read_coded(raw, name, _read_yes_no, "true or false")
        fields.append(flag)
        notes.append(_where(flag.values == state, words))
    legacy = read_coded(raw, "legacyEstimationFlag", _read_legacy, "0, 2, 4 or 6")
    return [*notes, legacy.values], [*fields, legacy]


def _where(mask: pl.Series, words: str) -> pl.Series:
    if not mask.any():
        return pl.repeat(None, len(mask), dtype=pl.String, eager=True)
    return pl.select(pl.when(mask).then(pl.lit(words))).to_series()


def _read_yes_no(text: str) -> Spelling:
    known = YES_NO.get(text)
    return Spelling(known, "" if known or not text else "neither true nor false")


def _read_legacy(text: str) -> Spelling:
    if not text:
        return Spelling(None)
    words = LEGACY_FLAGS.get(text.removesuffix(".0"))
    return Spelling(words or None, "" if words is not None else "a flag that is not known")
