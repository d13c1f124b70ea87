import ast
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core.errors import TypingError

import coalface.scenarios
from coalface.scenarios.accounts import Accounts
from coalface.scenarios.flows import FLOWS, REVALUATIONS, STAGES, Flow, Stage, flow_names
from coalface.scenarios.ledger import Ledger
from coalface.scenarios.matrices import effects
from coalface.scenarios.world_files import small_world

ROOM = Path(coalface.scenarios.__file__).parent
DRAWS = 3


def amounts(stage: Stage, rng: np.random.Generator | None = None) -> dict[str, Any]:
    accounts = Accounts(small_world())
    rows = [row for row in FLOWS + REVALUATIONS if row.stage == stage]
    shapes = {row.name: (DRAWS, accounts.n_rows[row.index]) for row in rows}
    if rng is None:
        return {name: np.zeros(shape) for name, shape in shapes.items()}
    return {name: rng.uniform(0, 5, shape) for name, shape in shapes.items()}


def totals(ledger: Ledger) -> dict[tuple[str, str], Any]:
    blocks = [(b.instrument, b.sector) for b in ledger.accounts.blocks]
    return dict(zip(blocks, ledger.totals(), strict=True))


@pytest.mark.parametrize("stage", STAGES)
def test_no_posting_makes_or_loses_currency(stage: Stage) -> None:
    ledger = Ledger(small_world(), DRAWS)
    before = sum(v for (kind, _), v in totals(ledger).items() if kind == "currency")

    ledger.post(stage, amounts(stage, np.random.default_rng(1)))

    after = sum(v for (kind, _), v in totals(ledger).items() if kind == "currency")
    assert np.allclose(after, before, rtol=1e-14)


@pytest.mark.parametrize("stage", STAGES)
def test_each_bank_holds_what_its_companies_deposited(stage: Stage) -> None:
    world = small_world()
    ledger = Ledger(world, DRAWS)

    ledger.post(stage, amounts(stage, np.random.default_rng(2)))

    held, deposits = ledger.balance("currency", "banks"), ledger.balance("deposit")
    for bank in range(3):
        owed = deposits[:, world.companies.bank == bank].sum(axis=1)
        assert np.allclose(held[:, bank], owed)


@pytest.mark.parametrize("row", FLOWS + REVALUATIONS, ids=lambda row: row.name)
def test_a_flow_changes_what_the_matrices_say_it_changes(row: Flow) -> None:
    ledger = Ledger(small_world(), DRAWS)
    before, posted = totals(ledger), amounts(row.stage)
    posted[row.name] = np.ones_like(posted[row.name])
    n = posted[row.name].shape[1]
    owners = {"deposit": "companies", "prepayment": "traders", "receivable": "companies",
              "arrears": "authorities", "investor_claim": "traders"}  # fmt: skip

    ledger.post(row.stage, posted)

    wanted: dict[tuple[str, str], float] = {}
    for instrument, sector, sign in effects(row):
        if instrument == "currency" or owners[instrument] == sector:
            wanted[instrument, sector] = wanted.get((instrument, sector), 0) + sign * n
    after = totals(ledger)
    changed = {k: float(after[k][0] - before[k][0]) for k in after}
    assert {k: v for k, v in changed.items() if v} == {k: v for k, v in wanted.items() if v}


def test_a_posting_tells_the_total_of_each_flow() -> None:
    ledger = Ledger(small_world(), DRAWS)
    posted = amounts("settle", np.random.default_rng(3))

    found = ledger.post("settle", posted)

    wanted = [posted[name].sum(axis=1) for name in flow_names("settle")]
    assert np.allclose(found, wanted)


def test_a_flow_that_nobody_declared_is_refused() -> None:
    posted = amounts("settle")
    posted["gift"] = posted.pop("fines")

    with pytest.raises(ValueError, match=r"missing \['fines'\], not declared \['gift'\]"):
        Ledger(small_world(), DRAWS).post("settle", posted)


def test_a_flow_that_is_left_out_is_refused() -> None:
    posted = amounts("settle")
    del posted["fines"]

    with pytest.raises(ValueError, match="Hand over each flow of the stage once"):
        Ledger(small_world(), DRAWS).post("settle", posted)


def test_nobody_can_write_to_a_balance_that_a_rule_was_given() -> None:
    ledger = Ledger(small_world(), DRAWS)
    ledger.post("settle", amounts("settle"))

    with pytest.raises(ValueError, match="read-only"):
        ledger.balance("deposit")[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        ledger.snapshot()[0, 0] = 1.0


def rules() -> Iterator[Path]:
    yield from sorted((ROOM / "behaviour").glob("*.py"))
    yield from (ROOM / name for name in ("trade_steps.py", "home_steps.py", "month.py"))


def nodes_outside_passes(text: str) -> Iterator[ast.AST]:
    """Give all of a module but what `kernel` compiles: what that is given, it can't write into."""
    for part in ast.parse(text).body:
        is_pass = isinstance(part, ast.FunctionDef) and any(
            isinstance(d, ast.Name) and d.id == "kernel" for d in part.decorator_list
        )
        yield from () if is_pass else ast.walk(part)


def test_a_pass_that_writes_into_what_it_is_given_does_not_compile(tmp_path: Path) -> None:
    path = tmp_path / "writing.py"
    path.write_text(
        "from coalface.scenarios.kernels import Floats, kernel\n\n\n"
        "@kernel\ndef writing(given: Floats) -> Floats:\n"
        "    given[0, 0] = 1.0\n    return given\n"
    )
    found = spec_from_file_location("writing", path)
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)

    with pytest.raises(TypingError, match="readonly"):
        module.writing(np.zeros((1, 1)))


def test_no_rule_writes_into_an_array_or_reaches_into_the_ledger() -> None:
    found = []
    for path in rules():
        for node in nodes_outside_passes(path.read_text(encoding="utf-8")):
            targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
                isinstance(t, ast.Subscript | ast.Attribute) for t in targets
            ):
                found.append(f"{path.name}:{node.lineno} assigns into something")
            if isinstance(node, ast.AugAssign):
                found.append(f"{path.name}:{node.lineno} changes in place")
            if isinstance(node, ast.keyword) and node.arg in ("out", "where"):
                found.append(f"{path.name}:{node.value.lineno} writes by `{node.arg}`")
            if isinstance(node, ast.Attribute) and node.attr in ("_balances", "flags", "setflags"):
                found.append(f"{path.name}:{node.lineno} reaches for {node.attr}")

    assert found == []


def test_behaviour_does_not_know_the_ledger() -> None:
    texts = {p.name: p.read_text(encoding="utf-8") for p in (ROOM / "behaviour").glob("*.py")}

    assert [name for name, text in texts.items() if "import Ledger" in text] == []


def test_only_the_ledger_holds_balances() -> None:
    others = [p for p in ROOM.rglob("*.py") if p.name != "ledger.py"]

    assert [p.name for p in others if "_balances" in p.read_text(encoding="utf-8")] == []
