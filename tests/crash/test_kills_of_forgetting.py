"""Kill -9 at each step of forgetting: the same call, or a sweep, completes it to the last byte."""

import shutil
from pathlib import Path

import pytest
from tests.claim_builders import AT
from tests.claim_store_builders import HOUR, PROTECTED, act, extract_spans, ids, read_plain
from tests.crash.children import Kill, forget_by_steps
from tests.crash.conftest import Start, was_killed
from tests.unit.pipeline.test_claims_are_forgotten import SECRETS, found_in

from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.claim_reviews import review_claims
from coalface.pipeline.claim_store import open_store
from coalface.pipeline.report_intake import ingest_report
from coalface.workspace import Workspace

pytestmark = [pytest.mark.crash, pytest.mark.timeout(400)]
MOST_STEPS = 80
#: A reading that was killed leaves the words of its source in a draft, in a name of this shape.
DRAFT = ".8d3b0c0e6f6f4a35a4a0a3d0a5b3f1a2"


def fill(tmp_path: Path) -> tuple[Workspace, str]:
    """A document read twice, so that each table has several parts, with a review."""
    store = Workspace.make(tmp_path / "model")
    path = tmp_path / "kim-interview.txt"
    path.write_text("A trader at Taean said coal fetched 4711 crowns.\n", encoding="utf-8")
    for is_again in (False, True):
        ingest_report(store, path, PROTECTED, at=AT, is_again=is_again, read=read_plain,
                      extract=extract_spans)  # fmt: skip
    first = ids(store)[0]
    review_claims(store, [act("edit", first, changes={"actor": "the smuggler"}, reason="Kim")])
    return store, str(open_store(store).documents["document_id"][-1])


@pytest.mark.parametrize("is_swept", [False, True])
@pytest.mark.parametrize("of_claim", [False, True])
def test_after_a_kill_before_any_step_nothing_is_left_once_it_is_completed(
    start: Start, tmp_path: Path, *, is_swept: bool, of_claim: bool
) -> None:
    model, document = fill(tmp_path)
    which = ids(model)[0] if of_claim else document
    secrets = ("4711 crowns", "the smuggler") if of_claim else SECRETS
    assert set(found_in(model.folder, secrets)) >= {"4711 crowns"}
    n_kills = 0
    for step in range(1, MOST_STEPS):
        store = Workspace(shutil.copytree(model.folder, tmp_path / f"w{step}"))
        (store.folder / "private" / DRAFT).write_text('{"source-1": "the trader Kim"}')
        process, _ = start(forget_by_steps, store.folder, which, kill=Kill(step))
        if not was_killed(process):
            break
        n_kills += 1
        has_note = any((store.folder / "private").glob("forgetting-*"))

        if is_swept:
            store.sweep()
        if not is_swept or not has_note:
            forget_again(store, which)

        assert found_in(store.folder, secrets) == {}, f"killed before step {step}"
        assert not (store.folder / "private" / DRAFT).exists()
        assert store.verify().faults == ()
        shutil.rmtree(store.folder)
    assert 10 < n_kills < MOST_STEPS - 1  # the last one came to its end


def forget_again(store: Workspace, which: str) -> None:
    """Forget, unless it was complete before the kill: then there is nothing of that id."""
    found = open_store(store)
    is_left = which in {*found.versions["claim_id"], *found.documents["document_id"]}
    is_noted = any((store.folder / "private").glob("forgetting-*"))
    if is_left or is_noted:
        done = forget_claims(store, which, at=AT + 9 * HOUR)
        assert done.claim_ids
