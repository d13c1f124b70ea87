"""What the commands that change or hand on claims do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from coalface.claims.review import Act
from coalface.claims.scales import likelihood_word
from coalface.claims.sensitivity import hide_protected
from coalface.cli.claims_actions import now
from coalface.cli.claims_views import queue_view, shown_view
from coalface.cli.files import write_table
from coalface.cli.printing import counted, deliver, print_json, print_view, say
from coalface.errors import InputError
from coalface.pipeline.claim_exports import export_claims
from coalface.pipeline.claim_forgetting import forget_claims
from coalface.pipeline.claim_reviews import (
    grade_outlet,
    hide_protected_reviews,
    list_queue,
    review_claims,
    show_claim,
)
from coalface.pipeline.claim_store import open_store
from coalface.workspace import Workspace, default_folder

__all__ = [
    "act_and_tell",
    "acts_of",
    "export_and_tell",
    "forget_and_tell",
    "grade_one",
    "list_claims",
    "show_one",
]

OUT_OF_REACH = (
    "Out of reach: copies of the folder, and what a disk keeps of deleted files. In the list of "
    "ingests the digest of a document's file stays."
)


def acts_of(
    several: Mapping[str, Sequence[str] | None],
    single: Mapping[str, str | None],
    words: Sequence[str],
    into: str | None,
    by: str | None,
    reason: str,
) -> list[Act]:
    """Read what a reviewer asked for; no act at all asks for the list."""
    asked = [(name, list(ids)) for name, ids in several.items() if ids]
    asked += [(name, [claim]) for name, claim in single.items() if claim]
    if not asked:
        if words or into or by or reason:
            raise typer.BadParameter("say what to do: --confirm, --edit, --grade, --judge, ...")
        return []
    if len(asked) > 1:
        raise typer.BadParameter("one kind of act at a time: " + ", ".join(n for n, _ in asked))
    action, ids = asked[0]
    changes, value = _value(action, words, into)
    return [Act(action, i, by or "", now(), changes, value, reason) for i in ids]


def act_and_tell(
    acts: Sequence[Act], workspace: Path | None, *, shows_protected: bool, as_json: bool
) -> None:
    """Do what was asked, and say what became of it."""
    store = Workspace(workspace or default_folder())
    reviews = review_claims(store, acts)
    for act in acts:
        word = f" {likelihood_word(float(act.value))}" if act.action == "judge" else ""
        say(f"{act.claim_id}: {act.action}{word}, by {act.by}")
    if as_json:
        shown = reviews if shows_protected else hide_protected_reviews(store, reviews)
        print_json({"workspace": store.folder, "reviews": shown.to_dicts()})


def list_claims(
    workspace: Path | None, version: int | None, *, shows_all: bool, shows_protected: bool,
    as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """Print the claims that wait, or all of them."""
    store = open_store(Workspace(workspace or default_folder(), version=version))
    queue = list_queue(store, shows_all=shows_all)
    shown = queue if shows_protected else hide_protected(queue)
    view = queue_view(shown, "Claims" if shows_all else "Claims that wait for an analyst")
    deliver(shown, view, as_json=as_json, out=out)


def show_one(
    claim_id: str, workspace: Path | None, *, shows_protected: bool, as_json: bool
) -> None:
    """Print one claim in its place in the text, with its history."""
    shown = show_claim(Workspace(workspace or default_folder()), claim_id)
    if shown.is_protected and not shows_protected:
        raise InputError(f"{claim_id} is protected. To see its words give --show-protected.")
    if as_json:
        print_json({"claim": shown.claim, "before": shown.before, "words": shown.words,
                    "after": shown.after, "versions": shown.versions.to_dicts(),
                    "reviews": shown.reviews.to_dicts()})  # fmt: skip
        return
    print_view(shown_view(shown))


def grade_one(
    outlet: str, words: Sequence[str], workspace: Path | None, *, by: str | None, reason: str
) -> None:
    """Give an outlet its own letter."""
    if len(words) != 1:
        raise InputError(f"--grade-outlet NAME: found {list(words)}, expected a letter after it.")
    store = Workspace(workspace or default_folder())
    grade_outlet(store, outlet, words[0], by=by or "", at=now(), reason=reason)
    say(f"{outlet}: {words[0].upper()}, by {by}")


def forget_and_tell(which: str, workspace: Path | None, *, as_json: bool) -> None:
    """Forget, and say what was taken out and what is out of reach."""
    store = Workspace(workspace or default_folder())
    found = forget_claims(store, which, at=now())
    n_rows = sum(found.done.n_rows.values())
    said = f"{counted(len(found.claim_ids), 'claim')} forgotten: {counted(n_rows, 'row')} emptied, "
    say(f"{said}{counted(found.done.n_files, 'file')} deleted, "
        f"{counted(found.n_pseudonyms, 'name')} of sources taken out.")  # fmt: skip
    for file in found.files:
        say(f"Handed on before, call it back: {file}")
    say(OUT_OF_REACH)
    if as_json:
        print_json({"workspace": store.folder, **asdict(found)})


def export_and_tell(
    form: str, out: Path, workspace: Path | None, *, by: str | None, is_exact: bool, as_json: bool
) -> None:
    """Write a file to hand on, and say what was left out."""
    done = export_claims(
        form, out, workspace, write=write_table, at=now(), by=by or "", is_exact=is_exact
    )
    say(f"{out}: {done.n_written:,} of kind {done.what}")
    for note in done.notes:
        say(f"note: {note}")
    if as_json:
        print_json({"file": out, **asdict(done)})


def _value(action: str, words: Sequence[str], into: str | None) -> tuple[dict[str, str], str]:
    if action == "merge":
        return {}, into or ""
    if into:
        raise typer.BadParameter("--into belongs to --merge")
    if action == "edit":
        wrong = [word for word in words if "=" not in word]
        if wrong:
            raise InputError(f"--edit: found {wrong[0]!r}, expected FIELD=VALUE.")
        return dict(word.split("=", 1) for word in words), ""
    if action in {"grade", "judge"}:
        if len(words) != 1:
            raise InputError(f"--{action} ID: found {list(words)}, expected one word after it, "
                             f"{'as B2' if action == 'grade' else 'as 0.7'}.")  # fmt: skip
        return {}, words[0]
    if words:
        raise InputError(f"--{action}: found {words[0]!r}; give each claim its own --{action}.")
    return {}, ""
