"""Actors, flows and the procedure name only what there is, and are told in order."""

import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from coalface.earnings.actors import UNKNOWN, load_actors, read_actors
from coalface.earnings.parameters import load_parameters
from coalface.earnings.procedure import find_procedure, load_phases, numbers, read_phases
from coalface.errors import DefinitionError
from coalface.tables.reforms import REFORMS
from coalface.tables.schema import dtypes_of

PACKAGED = Path(str(resources.files("coalface") / "data" / "actors"))


def changed(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "actors"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def reforms(*rows: tuple[date | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (f"reforms/{i}", day, precision, f"rule {i}", "kiep-2018", None, "there", "high")
            for i, (day, precision) in enumerate(rows)
        ],
        schema=dtypes_of(REFORMS),
        orient="row",
    )


def test_all_actors_and_flows_are_packaged_and_every_amount_is_a_parameter_or_unknown() -> None:
    mechanism = load_actors()

    assert len(mechanism.actors) == 27
    assert len(mechanism.flows) == 38
    refs = {f.amount_ref for f in mechanism.flows if f.kind != "permit"}
    assert refs <= {UNKNOWN, *load_parameters()}


def test_two_rival_kick_backs_run_to_two_different_takers() -> None:
    mechanism = load_actors()

    kiep = mechanism.between("chinese_buyer", "overseas_rep")
    kdi = mechanism.between("chinese_buyer", "chinese_middleman")

    assert [f.amount_ref for f in (*kiep, *kdi)] == [
        "pay.kickback_share",
        "pay.kickback_share_kdi",
    ]


def test_the_procedure_runs_from_the_mining_right_to_the_deposit() -> None:
    found = find_procedure(reforms())

    assert [p.id for p in found.phases] == [
        "mining_right",
        "export_base_registration",
        "export_plan",
        "shipment_preparation",
        "inspection_and_customs",
        "payment",
        "deposit",
    ]
    assert [p.period for p in found.variants] == ["from 2024", "2020"]
    for phase in (*found.phases, *found.variants):
        assert [s.order for s in phase.steps] == list(range(1, len(phase.steps) + 1))
        assert phase.sources


def test_cabinet_companies_bank_with_the_foreign_trade_bank_and_others_elsewhere() -> None:
    banks = {b.sponsor: b for b in find_procedure(reforms()).banks}

    assert banks["cabinet"].bank == "Foreign Trade Bank"
    assert {b.bank for s, b in banks.items() if s != "cabinet"} == {
        "Banks of party, military and security companies"
    }
    assert all("not stated" in b.note for s, b in banks.items() if s != "cabinet")


def test_the_register_is_in_order_of_time_and_says_no_more_than_is_known() -> None:
    found = find_procedure(
        reforms((None, "undated"), (date(2020, 5, 1), "month"), (date(1991, 1, 1), "year"))
    )

    assert [r.when for r in found.reforms] == ["1991", "2020-05", "undated"]


def test_every_amount_of_the_procedure_rests_on_its_parameter() -> None:
    found = numbers(find_procedure(reforms()))

    assert [n.id for n in found][:1] == ["procedure/payment/1"]
    assert all(i.startswith("parameters/") for n in found for i in n.inputs)
    assert next(n for n in found if n.id == "procedure/payment/5").unit == "share"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("flows.yml", "enf.fine", "enf.fin", r"flows\.yml, line \d+: parameter 'enf\.fin'"),
        ("flows.yml", "from: donju", "from: donjo", r"flows\.yml, line \d+: actor 'donjo'"),
        (
            "flows.yml",
            ", amount_ref: enf.fine}",
            "}",
            r"flows\.yml, line \d+: .*fine.* has no amount_ref",
        ),
        (
            "parties/donju.yml",
            "dnktruck",
            "dnktruk",
            r"donju\.yml, line \d+: source 'dnktruk' is not known",
        ),
        ("parties/donju.yml", "gives:", "givs:", r"donju\.yml, line 4: unknown key 'givs'"),
    ],
)
def test_a_name_that_nothing_has_is_refused_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = changed(tmp_path, file, old, new)

    with pytest.raises(DefinitionError, match=said):
        read_actors(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by: local_party", "by: party_cell", r"line 10: actor 'party_cell'"),
        ("pay.prepay_share", "pay.prepaid", r"line \d+: parameter 'pay\.prepaid'"),
        ("sources: [kiep2018brief]", "sources: [kiep]", r"source 'kiep' is not known"),
        ("instead_of: [payment]", "instead_of: [paymint]", r"line \d+: phase 'paymint'"),
    ],
)
def test_a_procedure_that_names_the_unknown_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = changed(tmp_path, "procedure.yml", old, new)

    with pytest.raises(DefinitionError, match=said):
        read_phases(folder / "procedure.yml")


def test_packaged_phases_are_read_once() -> None:
    assert load_phases() is load_phases()
