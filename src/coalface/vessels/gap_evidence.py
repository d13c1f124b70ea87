"""The evidence of each gap: inputs, other explanations, what speaks against, how firm it stands."""

import polars as pl
from scipy.special import gammaincinv

from coalface.tables.gaps import CAUSES
from coalface.vessels.causes import is_reception_known, load_weights, p_deliberate
from coalface.vessels.geodesy import M_PER_NMI
from coalface.vessels.geography import load_ports
from coalface.vessels.nearest import NearestPlaces
from coalface.vessels.presets import Preset
from coalface.vessels.reachable import LEAST_KN, find_reachable_ports
from coalface.vessels.sea_paths import sea_path_columns
from coalface.vessels.silence_evidence import RATE_SHAPE
from coalface.vessels.silence_settings import CauseSettings, SilenceSettings

__all__ = ["gap_evidence"]

MAX_PORTS = 12  # named in the evidence; all are counted
DPRK = "KP"
NO_FIGURE = "no figure"  # no cited limits of zones are packaged
#: Four of five rates of the gamma distribution lie between these shares of its mean.
LOW_OF_MEAN, HIGH_OF_MEAN = (float(gammaincinv(RATE_SHAPE, q)) / RATE_SHAPE for q in (0.1, 0.9))
SHARES_OF_OPEN = (0.25, 0.5, 0.75)
TOO_FAST = 1.3  # of the speed that a ship showed: currents, coarse lanes
GROWS = (
    "duration_h", "expected_slots", "expected_usual", "least_expected_slots",
    "least_expected_usual", "least_expected_uncapped",
)  # fmt: skip
FACTS = (
    "segment_id", "duration_h", "median_h", "distance_nmi", "implied_speed_kn", "turn_deg",
    "sea_path_nmi", "sea_path_speed_kn", "expected_slots", "expected_slots_low",
    "expected_slots_high", "least_expected_slots", "expected_usual", "rate_first", "rate_last",
    "support", "region_support", "watched_share", "n_neighbours", "n_neighbours_heard",
    "n_neighbours_expected", "outage_share", "n_before", "n_before_satellite",
    "shore_nmi", "end_shore_nmi", "port_id",
    "port_nmi", "dprk_port_nmi", "end_dprk_port_nmi", "top_kn", "habit", "p_same_ship", "p_on",
    "draught_before_m", "draught_after_m", "sog_kn", "end_sog_kn", "nav_status",
    "n_users", "n_turns", "at_once_h", "n_elsewhere",
)  # fmt: skip


def gap_evidence(table: pl.DataFrame | None, preset: Preset) -> pl.DataFrame:
    """Put together the evidence of each gap.

    Args:
        table: Weighed silences with their causes; None: there is no gap.
        preset: Its sections `silences` and `causes`.

    Returns:
        One row a gap, in the order of `table`.
    """
    if table is None:
        return pl.DataFrame()
    table = _dprk_distances(table).with_columns(
        *sea_path_columns(table).get_columns(),
        expected_slots_low=pl.col("expected_slots") * LOW_OF_MEAN,
        expected_slots_high=pl.col("expected_slots") * HIGH_OF_MEAN,
    )
    ports = _reachable(table)
    table = table.join(ports, on="gap", how="left", maintain_order="left")
    return table.select(
        inputs=pl.concat_list("row", "end_row").list.drop_nulls(),
        alternatives=_alternatives(),
        counter_evidence=_counter_evidence(),
        reason_codes=_reason_codes(preset.need(SilenceSettings)),
        sensitivity=_sensitivity(table, preset),
        reachable_ports="ports",
        n_reachable_ports=pl.col("n_ports").fill_null(0),
        n_reachable_dprk_ports=pl.col("n_dprk").fill_null(0),
        draughts_are_self_reported=pl.lit(value=True),
        p_while_open=_p_while_open(table, preset.need(CauseSettings)),
        eez=pl.lit(NO_FIGURE),
        facts=pl.struct(name for name in FACTS if name in table.columns),
    )


def _alternatives() -> pl.Expr:
    """List every cause with its probability, the likeliest first."""
    causes = [
        pl.struct(cause=pl.lit(cause), p=pl.col(f"cause_{cause}").round(6)) for cause in CAUSES
    ]
    return pl.concat_list(causes).list.eval(
        pl.element().sort_by(pl.element().struct.field("p"), descending=True)
    )


def _counter_evidence() -> pl.Expr:
    """Say in plain words, from fields alone, what speaks against a deliberate silence."""
    few, small = pl.col("least_expected_slots") < 3.0, pl.col("distance_nmi") < 1.0  # noqa: PLR2004
    lost = (pl.col("n_neighbours_expected") >= 1.0) & (
        pl.col("n_neighbours_heard") < pl.col("n_neighbours_expected")
    )
    sentences = (
        (few, pl.format(
            "A ship that sent all the while was to be expected in only about {} half hours of it.",
            pl.col("least_expected_slots").round(1))),
        (lost, pl.format(
            "Of its neighbours {} were heard where {} were to be expected.",
            "n_neighbours_heard", pl.col("n_neighbours_expected").round(1))),
        (small, pl.format(
            "It was heard again {} nautical miles from where it was lost.",
            pl.col("distance_nmi").round(2))),
        (pl.col("nav_status").is_in([1, 5]), pl.lit("It said that it was moored or at anchor.")),
        (pl.col("transponder_class") == "B", pl.lit("It sends as Class B, at low power.")),
        (pl.col("habit") >= 1.0, pl.format(
            "It was silent like this at other times too: about {}.",
            pl.col("habit").round(0).cast(pl.Int64, strict=False))),
        (pl.col("outage_share") > 0, pl.format(
            "In {} % of the time hardly any ship was heard anywhere.",
            (100 * pl.col("outage_share")).round(0).cast(pl.Int64, strict=False))),
        (pl.col("is_interfered"), pl.lit(
            "It begins or ends where and when positions of three ships and more failed alike.")),
        (~is_reception_known(load_weights()), pl.lit(
            "Too few other ships were in these waters to tell what reception was like.")),
        (~pl.col("is_one_ship"), pl.lit("The two ends may be two ships of one number.")),
        (pl.col("n_users") > 1, pl.format(
            "Under its number {} names were sent, by turns {} times: who fell silent may not be "
            "who is heard next.", "n_users", "n_turns")),
        (pl.col("at_once_h") >= 1.0, pl.format(
            "Its number was at two places at one time, for {} hours.",
            pl.col("at_once_h").round(0).cast(pl.Int64))),
        (pl.col("n_elsewhere") > 0, pl.format(
            "While it was silent its number was heard elsewhere: {} times.", "n_elsewhere")),
    )  # fmt: skip
    cells = [pl.when(is_so).then(words) for is_so, words in sentences]
    return pl.concat_list(cells).list.drop_nulls()


def _reason_codes(settings: SilenceSettings) -> pl.Expr:
    codes = {
        "reception_not_known": ~is_reception_known(load_weights()),
        "heard_well_at_both_ends": (
            ~pl.col("is_open") & (pl.col("rate_first") > 1.0) & (pl.col("rate_last") > 1.0)
        ),
        "poor_reception_on_the_way": pl.col("least_rate") < 0.1,  # noqa: PLR2004
        "neighbours_heard": pl.col("n_neighbours_heard") >= 1,
        "lost_near_port": pl.col("port_km") < 5.0,  # noqa: PLR2004
        "stayed_in_place": pl.col("distance_nmi") < 1.0,
        "provider_cut": pl.col("outage_share") > 0.5,  # noqa: PLR2004
        "area_interference": pl.col("is_interfered"),
        "two_ship_gap": ~pl.col("is_one_ship"),
        "shared_number": pl.col("is_shared"),
        "number_heard_elsewhere": pl.col("is_elsewhere"),
        "sea_path_faster_than_ship": (
            pl.col("sea_path_speed_kn") > TOO_FAST * pl.max_horizontal("top_kn", pl.lit(LEAST_KN))
        ),
        "open": pl.col("is_open"),
        "short": pl.col("duration_h") < 2 * settings.min_silence_h,
    }
    cells = [pl.when(is_so).then(pl.lit(code)) for code, is_so in codes.items()]
    return pl.concat_list(cells).list.drop_nulls()


def _sensitivity(table: pl.DataFrame, preset: Preset) -> pl.Series:
    """Say whether the finding stands if a threshold, a message or a kind of receiver were else."""
    settings, causes = preset.need(SilenceSettings), preset.need(CauseSettings)
    least = pl.max_horizontal(
        pl.lit(settings.min_silence_h), settings.times_median * pl.col("median_h")
    )
    share = pl.col("satellite_share").fill_null(0.0)
    return table.select(
        still_found_at_threshold_plus_25=pl.col("duration_h") > 1.25 * least,
        still_found_at_threshold_minus_25=pl.lit(value=True),
        still_found_without_last_message=pl.col("n_before") > 1,
        p_without_satellites=_p_scaled(table, 1.0 - share, causes),
        p_without_shore_receivers=_p_scaled(table, share, causes),
        p_at_half_the_reception=_p_scaled(table, pl.lit(0.5), causes),
        p_at_twice_the_prior=_p_at_prior(table, causes, 2.0),
    ).to_struct("sensitivity")


def _p_scaled(table: pl.DataFrame, share: pl.Expr, causes: CauseSettings) -> pl.Series:
    rates = (
        "expected_slots", "expected_usual", "least_expected_slots", "least_expected_usual",
        "least_expected_uncapped", "rate_first", "rate_last", "least_rate",
    )  # fmt: skip
    poorer = table.with_columns(pl.col(name) * share for name in rates)
    p = p_deliberate(poorer, causes, load_weights())
    return pl.Series(p).round(6)


def _p_while_open(table: pl.DataFrame, causes: CauseSettings) -> pl.Series:
    """Tell how the probability of an open silence grew, as if reception had been even over it."""
    shares = {
        f"at_{share:.0%}_of_it": pl.Series(
            p_deliberate(table.with_columns(pl.col(GROWS) * share), causes, load_weights())
        ).round(6)
        for share in SHARES_OF_OPEN
    }
    grown = pl.DataFrame({**shares, "now": table["p_deliberate"].round(6)})
    is_open = table["is_open"] & table["is_one_ship"]  # of two ships none of these is the chance
    told = grown.to_struct("p_while_open")
    return pl.DataFrame({"is_open": is_open, "told": told}).select(
        pl.when("is_open").then("told")
    ).to_series()  # fmt: skip


def _p_at_prior(table: pl.DataFrame, causes: CauseSettings, times: float) -> pl.Series:
    odds = pl.col("p_deliberate") / (1.0 - pl.col("p_deliberate")) * times
    return table.select((odds / (1.0 + odds)).round(6)).to_series()


def _dprk_distances(table: pl.DataFrame) -> pl.DataFrame:
    ports = load_ports().filter(pl.col("country") == DPRK, pl.col("kind") == "seaport")
    near = NearestPlaces(ports["lat_deg"].to_numpy(), ports["lon_deg"].to_numpy())
    columns = {}
    for side in ("", "end_"):
        lat = pl.coalesce(f"{side}lat_deg", "lat_deg")
        lon = pl.coalesce(f"{side}lon_deg", "lon_deg")
        places = table.select(lat=lat, lon=lon)
        metres = near.find(places["lat"].to_numpy(), places["lon"].to_numpy(), within_m=2e7)[1]
        columns[f"{side}dprk_port_nmi"] = pl.Series(metres / M_PER_NMI)
    return table.with_columns(**columns)


def _reachable(table: pl.DataFrame) -> pl.DataFrame:
    ports = load_ports().filter(pl.col("kind") == "seaport")
    found = find_reachable_ports(table, ports).join(
        ports.select("port_id", "country"), on="port_id", how="left", maintain_order="left"
    )
    return found.group_by("gap", maintain_order=True).agg(
        n_ports=pl.len(),
        n_dprk=(pl.col("country") == DPRK).sum(),
        ports=pl.struct("port_id", "earliest_at", "latest_at", "spare_h").head(MAX_PORTS),
    )
