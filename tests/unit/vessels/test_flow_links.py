from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from coalface.tables.flows import FLOWS
from coalface.tables.schema import dtypes_of
from coalface.tables.voyages import VOYAGES
from coalface.vessels.flow_links import find_flow_links

STATES = {"KP-NAMPO": "PRK", "KP-HAEJU": "PRK", "CN-RIZHAO": "CHN", "RU-NAKHODKA": "RUS"}


def make_voyages(**given: Any) -> pl.DataFrame:
    row = {
        "vessel_id": "a",
        "mmsi": 1,
        "voyage_no": 1,
        "rank": 1,
        "from_port": "KP-NAMPO",
        "to_port": "CN-RIZHAO",
        "departed_at": datetime(2016, 3, 29, tzinfo=UTC),
        "arrived_at": datetime(2016, 4, 1, tzinfo=UTC),
        "p": 0.6,
        "cargo_t_low": 1000.0,
        "cargo_t_high": 3000.0,
        "evidence_id": "e",
    }
    return pl.DataFrame([row | given], schema=dtypes_of(VOYAGES))


def make_figures(*rows: dict[str, Any]) -> pl.DataFrame:
    usual: dict[str, Any] = {"row_id": "f", "reporter": "CHN", "partner": "PRK", "flow": "import"}
    usual |= {"hs_code": "270111", "mass_t": 10_000.0}
    usual |= {"period_start": date(2016, 4, 1), "period_end": date(2016, 5, 1)}
    return pl.DataFrame([usual | row for row in rows], schema=dtypes_of(FLOWS))


def test_a_cargo_is_linked_to_the_importers_figure_of_its_arrival() -> None:
    march = {"row_id": "m", "period_start": date(2016, 3, 1), "period_end": date(2016, 4, 1)}

    links = find_flow_links(make_voyages(), make_figures({}, march), STATES)

    assert links["row_id"].to_list() == ["f"]
    assert links.row(0)[-3:] == (0.6, 0.1, 0.3)


def test_a_way_to_the_dprk_is_linked_to_the_exporters_figure_of_its_departure() -> None:
    there = make_voyages(from_port="CN-RIZHAO", to_port="KP-HAEJU")
    march: dict[str, Any] = {"period_start": date(2016, 3, 1), "flow": "export"}
    march |= {"period_end": date(2016, 4, 1)}

    assert len(find_flow_links(there, make_figures(march), STATES)) == 1
    assert find_flow_links(there, make_figures({}), STATES).is_empty()


def test_ways_within_a_state_between_others_and_to_unknown_ports_have_no_link() -> None:
    for ends in (("KP-NAMPO", "KP-HAEJU"), ("RU-NAKHODKA", "CN-RIZHAO"), ("KP-NAMPO", "XX")):
        way = make_voyages(from_port=ends[0], to_port=ends[1])

        assert find_flow_links(way, make_figures({}), STATES).is_empty(), ends


def test_electricity_sails_in_no_ship() -> None:
    assert find_flow_links(make_voyages(), make_figures({"hs_code": "2716"}), STATES).is_empty()


def test_a_figure_without_mass_gives_no_part_of_it() -> None:
    links = find_flow_links(make_voyages(), make_figures({"mass_t": None}), STATES)

    assert links["part_high"].to_list() == [None]
