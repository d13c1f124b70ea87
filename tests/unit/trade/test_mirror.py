"""What the mirror says of small sets of books."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.builders import make_flows

from coalface.errors import InputError
from coalface.trade.mirror import Mirror, estimate_mirror
from coalface.trade.mirror_numbers import mirror_numbers, select_cells

YEAR = {"period_start": date(2016, 1, 1), "period_end": date(2017, 1, 1)}
ANCHORED = ("DEU", "FRA", "ITA", "ESP", "POL", "NLD")
CODES = ("270111", "260111", "720221", "841810", "854231")


def make_books(noise: float = 0.02, *, margin: float = 1.06, seed: int = 1) -> pl.DataFrame:
    """Six States that report both ways, and the DPRK, which does not."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[object]] = {n: [] for n in ("reporter", "partner", "flow", "hs_code")}
    cif: list[float | None] = []
    fob: list[float | None] = []
    for exporter in (*ANCHORED, "PRK"):
        for importer in ANCHORED:
            for code in CODES if exporter != importer else ():
                value = float(np.exp(rng.normal(12, 1)))
                sides = [("import", importer, exporter)]
                sides += [("export", exporter, importer)] if exporter != "PRK" else []
                for flow, reporter, partner in sides:
                    told = value * float(np.exp(noise * rng.normal()))
                    rows["reporter"].append(reporter)
                    rows["partner"].append(partner)
                    rows["flow"].append(flow)
                    rows["hs_code"].append(code)
                    cif.append(told * margin if flow == "import" else None)
                    fob.append(None if flow == "import" else told)
    n = len(cif)
    ids = [f"r{i}" for i in range(n)]
    return make_flows(row_id=ids, value_cif_usd=cif, value_fob_usd=fob, dataset="ingested", **rows)


def cell(mirror: Mirror, exporter: str, importer: str, code: str) -> dict[str, object]:
    text = pl.col("exporter", "importer", "hs_code").cast(pl.String)
    found = mirror.cells.with_columns(text).filter(
        (pl.col("exporter") == exporter)
        & (pl.col("importer") == importer)
        & (pl.col("hs_code") == code)
    )
    return found.row(0, named=True)


def width(row: dict[str, object]) -> float:
    high, low = row["fob_high_usd"], row["fob_low_usd"]
    assert isinstance(high, float)
    assert isinstance(low, float)
    return float(np.log(high / low))


def with_value(books: pl.DataFrame, row: int, factor: float) -> pl.DataFrame:
    at = pl.int_range(pl.len()) == row
    return books.with_columns(
        pl.when(at).then(pl.col(c) * factor).otherwise(pl.col(c)).alias(c)
        for c in ("value_cif_usd", "value_fob_usd")
    )


def test_a_non_reporters_exports_rest_on_the_importer_and_say_so() -> None:
    mirror = estimate_mirror(make_books(), year=2016)

    assert cell(mirror, "PRK", "DEU", "270111")["basis"] == (
        "importer only, exporter reports nothing"
    )


def test_a_cell_that_a_reporting_exporter_lacks_is_told_from_a_silent_exporter() -> None:
    books = make_books()
    is_gone = (
        (pl.col("reporter") == "DEU")
        & (pl.col("partner") == "FRA")
        & (pl.col("flow") == "export")
        & (pl.col("hs_code") == "270111")
    )

    mirror = estimate_mirror(books.filter(~is_gone), year=2016)

    assert cell(mirror, "DEU", "FRA", "270111")["basis"] == (
        "importer only, not in the exporter's books"
    )


def test_a_state_that_prints_years_alone_reports_nothing_of_a_month() -> None:
    books = make_books()
    january = books.filter((pl.col("reporter") == "FRA") & (pl.col("flow") == "import"))
    january = january.with_columns(
        period_end=date(2016, 2, 1), row_id=pl.concat_str(pl.lit("jan-"), "row_id")
    )

    cells = estimate_mirror(pl.concat([books, january]), year=2016).cells

    of_month = cells.filter(pl.col("period_end") == date(2016, 2, 1))["basis"].cast(pl.String)
    assert of_month.unique().to_list() == ["importer only, exporter reports nothing"]


def test_books_that_agree_give_a_narrower_interval_than_one_book() -> None:
    mirror = estimate_mirror(make_books(0.001), year=2016)

    both, one = cell(mirror, "DEU", "FRA", "270111"), cell(mirror, "PRK", "FRA", "270111")
    assert width(both) < width(one)
    assert width(both) < 0.1


def test_books_that_disagree_wildly_widen_the_interval_over_both() -> None:
    calm = estimate_mirror(make_books(), year=2016)
    books = make_books()
    row = int(
        books.with_row_index()
        .filter(
            (pl.col("reporter") == "DEU")
            & (pl.col("partner") == "FRA")
            & (pl.col("flow") == "export")
            & (pl.col("hs_code") == "270111")
        )["index"]
        .item()
    )

    wild = estimate_mirror(with_value(books, row, 30.0), year=2016)

    before, after = (cell(m, "DEU", "FRA", "270111") for m in (calm, wild))
    assert width(after) > 10 * width(before)
    import_cif, low = after["import_cif_usd"], after["fob_low_usd"]
    export, high = after["export_fob_usd"], after["fob_high_usd"]
    assert isinstance(import_cif, float)
    assert isinstance(low, float)
    assert isinstance(export, float)
    assert isinstance(high, float)
    assert low < import_cif / 1.06 * 1.1
    assert high > export / 1.3


def test_few_pairs_leave_the_margin_near_the_published_one() -> None:
    pair = make_books(margin=1.6).filter(
        pl.col("reporter").is_in(["DEU", "FRA"])
        & pl.col("partner").is_in(["DEU", "FRA"])
        & (pl.col("hs_code") == "270111")
    )

    margins = estimate_mirror(pair, year=2016).margins.filter(pl.col("n_pairs") > 0)

    assert (margins["margin_share"] - margins["prior_share"]).abs().max() < 0.06  # type: ignore[operator]


def test_many_pairs_move_the_margin_to_what_they_show() -> None:
    parts = [make_books(0.02, margin=1.15, seed=s) for s in range(12)]
    spread = pl.concat(
        p.with_columns(
            row_id=pl.format("{}-{}", pl.lit(s), "row_id"),
            hs_code=pl.lit(f"8418{s:02}"),
            value_cif_usd=pl.col("value_cif_usd"),
        ).unique(("reporter", "partner", "flow"), keep="first", maintain_order=True)
        for s, p in enumerate(parts)
    )

    mirror = estimate_mirror(spread, year=2016)

    found = mirror.margins.filter(pl.col("n_pairs") > 60)["margin_share"]
    assert found.is_between(0.11, 0.17).all()


def test_the_state_that_disagrees_with_everybody_is_the_one_that_strays() -> None:
    rng = np.random.default_rng(7)
    books = make_books(0.02)
    factor = pl.Series(np.exp(0.2 * rng.normal(size=books.height)))
    is_poor = (pl.col("reporter") == "POL") & (pl.col("flow") == "export")
    poor = books.with_columns(
        value_fob_usd=pl.when(is_poor)
        .then(pl.col("value_fob_usd") * factor)
        .otherwise("value_fob_usd")
    )

    table = estimate_mirror(poor, year=2016).reliability.filter(pl.col("role") == "exporter")

    errors = dict(table.select("state", "typical_error_share").iter_rows())
    assert errors["POL"] > 2 * max(v for k, v in errors.items() if k != "POL")


def test_an_importer_that_prints_fob_has_no_margin_taken_off() -> None:
    books = make_books(0.0).with_columns(
        value_fob_usd=pl.coalesce("value_fob_usd", pl.col("value_cif_usd") / 1.06),
        value_cif_usd=pl.lit(None, pl.Float64),
    )

    row = cell(estimate_mirror(books, year=2016), "PRK", "DEU", "270111")

    assert row["fob_usd"] == pytest.approx(row["import_fob_usd"], rel=1e-3)


def test_parts_by_province_are_not_added_to_a_printed_total() -> None:
    books = make_books()
    parts = books.head(1).with_columns(
        pl.col("value_cif_usd", "value_fob_usd") / 2, reporter_region=pl.lit("Liaoning")
    )
    doubled = pl.concat([books, parts.with_columns(row_id=pl.lit("part"))])

    assert estimate_mirror(doubled, year=2016).cells.equals(estimate_mirror(books, year=2016).cells)


def test_an_older_release_is_left_out_and_counted() -> None:
    books = make_books().with_columns(vintage=pl.lit("2020"))
    older = books.with_columns(
        pl.col("value_cif_usd", "value_fob_usd") * 3,
        vintage=pl.lit("2017"),
        row_id=pl.concat_str(pl.lit("old-"), "row_id"),
    )

    mirror = estimate_mirror(pl.concat([older, books]), year=2016)

    assert mirror.cells.equals(estimate_mirror(books, year=2016).cells)
    assert mirror.left_out["n_rows"].to_list() == [0, 0, older.height]


def as_release(books: pl.DataFrame, stem: str, factor: float, **known: str) -> pl.DataFrame:
    """The same figures in another print: times a factor, with some facts of its own."""
    return books.with_columns(
        pl.col("value_cif_usd", "value_fob_usd") * factor,
        *(pl.lit(v).alias(k) for k, v in known.items()),
        row_id=pl.concat_str(pl.lit(f"{stem}-"), "row_id"),
    )


def test_a_cell_that_a_newer_partial_release_lacks_is_still_read() -> None:
    books = make_books().with_columns(vintage=pl.lit("2024-01"))
    newer = as_release(books.filter(pl.col("hs_code") != "270111"), "new", 3.0, vintage="2025-06")

    mirror = estimate_mirror(pl.concat([books, newer]), year=2016)

    assert mirror.cells.height == estimate_mirror(books, year=2016).cells.height
    old, new = (cell(mirror, "PRK", "DEU", code) for code in ("270111", "260111"))
    printed = books.filter((pl.col("partner") == "PRK") & (pl.col("reporter") == "DEU"))
    values = dict(printed.select("hs_code", "value_cif_usd").iter_rows())
    assert old["import_cif_usd"] == values["270111"]
    assert new["import_cif_usd"] == pytest.approx(3 * values["260111"])


def test_a_copy_in_another_edition_of_the_hs_is_not_added_to_the_original() -> None:
    books = make_books().with_columns(hs_revision=pl.lit("HS2017"))
    is_changed = pl.col("hs_code") == "260111"
    copy = as_release(books, "copy", 1.0, hs_revision="HS2012").with_columns(
        hs_code=pl.when(is_changed).then(pl.lit("260112")).otherwise("hs_code")
    )

    mirror = estimate_mirror(pl.concat([copy, books]), year=2016)

    text = pl.col("hs_code").cast(pl.String)
    alone = estimate_mirror(books, year=2016).cells
    assert mirror.cells.with_columns(text).equals(alone.with_columns(text))
    assert mirror.left_out["n_rows"].to_list() == [0, copy.height, 0]


def test_a_release_without_a_date_is_told_from_a_dated_one_by_the_ingest() -> None:
    dated = make_books().with_columns(vintage=pl.lit("2024-01"), ingest=pl.lit(1))
    later = as_release(dated, "later", 3.0).with_columns(
        vintage=pl.lit(None, pl.String), ingest=pl.lit(2)
    )

    mirror = estimate_mirror(pl.concat([dated, later]), year=2016)

    assert mirror.cells.equals(estimate_mirror(later, year=2016).cells)


def test_codes_of_eight_digits_are_not_added_to_the_six_digits_that_hold_them() -> None:
    books = make_books()
    parts = as_release(books, "part", 0.5).with_columns(
        hs_code=pl.concat_str("hs_code", pl.lit("00"))
    )

    mirror = estimate_mirror(pl.concat([parts, books]), year=2016)

    assert mirror.cells.equals(estimate_mirror(books, year=2016).cells)


def test_a_cell_of_which_a_part_has_no_mass_has_no_mass() -> None:
    books = make_books().with_columns(mass_t=pl.lit(5.0))
    parts = pl.concat(
        [
            as_release(books, "a", 0.5).with_columns(
                hs_code=pl.concat_str("hs_code", pl.lit("10"))
            ),
            as_release(books, "b", 0.5).with_columns(
                hs_code=pl.concat_str("hs_code", pl.lit("90")),
                mass_t=pl.when(pl.col("hs_code") != "270111").then(5.0),
            ),
        ]
    )

    mirror = estimate_mirror(parts, year=2016)

    assert cell(mirror, "PRK", "DEU", "270111")["import_mass_t"] is None
    assert cell(mirror, "PRK", "DEU", "260111")["import_mass_t"] == 10.0


def test_an_export_without_a_fob_value_makes_no_cell_without_a_figure() -> None:
    books = make_books()
    is_export = pl.col("flow") == "export"
    cif = books.with_columns(
        value_cif_usd=pl.when(is_export).then("value_fob_usd").otherwise("value_cif_usd"),
        value_fob_usd=pl.when(~is_export).then("value_fob_usd"),
    )

    mirror = estimate_mirror(cif, year=2016)

    assert mirror.left_out["n_rows"][0] == books.filter(is_export).height
    assert mirror.cells["fob_usd"].is_finite().all()


def test_a_number_names_only_the_rows_that_its_cell_was_made_of() -> None:
    books = make_books().with_columns(vintage=pl.lit("2020"))
    flows = pl.concat(
        [
            as_release(books, "old", 3.0, vintage="2017"),
            as_release(books, "baci", 1.0, source_id="baci"),
            as_release(books, "copy", 1.0, hs_revision="HS1992"),
            as_release(books, "eight", 0.5).with_columns(
                hs_code=pl.concat_str("hs_code", pl.lit("00"))
            ),
            books,
        ]
    )
    mirror = estimate_mirror(flows, year=2016)
    cells = select_cells(mirror.cells, exporter="PRK", importer="DEU", hs_prefix="270111")

    numbers = mirror_numbers(cells, flows, mirror.releases)

    row = books.filter(
        (pl.col("reporter") == "DEU")
        & (pl.col("partner") == "PRK")
        & (pl.col("hs_code") == "270111")
    )
    assert [n.inputs for n in numbers] == [(row["row_id"].item(),)]


def test_a_year_and_its_january_are_two_numbers_and_read_as_what_they_are() -> None:
    books = make_books()
    january = as_release(books, "jan", 0.1).with_columns(period_end=date(2016, 2, 1))
    flows = pl.concat([books, january])
    mirror = estimate_mirror(flows, year=2016)

    numbers = mirror_numbers(
        select_cells(mirror.cells, exporter="PRK", importer="DEU", hs_prefix="270111"), flows
    )

    assert [n.id for n in numbers] == [
        "mirror/PRK-DEU/270111/2016/fob_usd",
        "mirror/PRK-DEU/270111/2016-01/fob_usd",
    ]


def test_a_cell_that_two_files_of_one_release_hold_is_told_by_the_later() -> None:
    books = make_books().with_columns(ingest=pl.lit(2))
    earlier = books.head(40).with_columns(
        pl.col("value_cif_usd", "value_fob_usd") * 3, ingest=pl.lit(1)
    )

    mirror = estimate_mirror(pl.concat([earlier, books]), year=2016)

    assert mirror.cells.equals(estimate_mirror(books, year=2016).cells)


def test_reconciled_files_are_no_witness() -> None:
    books = make_books()
    baci = books.with_columns(source_id=pl.lit("baci"), row_id=pl.format("b-{}", "row_id"))

    mirror = estimate_mirror(pl.concat([books, baci]), year=2016)

    assert mirror.left_out["n_rows"][0] == baci.height


def test_totals_and_groups_of_states_are_left_out_and_counted() -> None:
    books = make_books()
    others = books.head(3).with_columns(
        hs_code=pl.Series(["27", "TOTAL", "270111"]),
        partner=pl.Series(["PRK", "PRK", "WLD"]),
        row_id=pl.Series(["a", "b", "c"]),
    )

    mirror = estimate_mirror(pl.concat([books, others]), year=2016)

    assert mirror.left_out["n_rows"][0] == 3


def test_a_year_without_pairs_says_what_to_ingest() -> None:
    with pytest.raises(InputError, match=r"no trade of 2011 .* Ingest"):
        estimate_mirror(make_books(), year=2011)
