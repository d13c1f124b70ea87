"""The whole flow: packaged or users' files in, answers out. `steps` has it on one screen.

Names are fetched when they are asked for: a command that screens one cargo does not wait for the
engine of scenarios to be loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coalface.brief.explanations import Explanation
    from coalface.earnings.account_questions import AccountQuestion
    from coalface.pipeline.answers import find_account_table, find_claim, find_packaged
    from coalface.pipeline.briefs import build_brief, explain_number, find_numbers, write_brief
    from coalface.pipeline.facts import PACKAGED_FACTS, Facts, open_facts
    from coalface.pipeline.screened import ScreenedBatch, screen_facts, screen_file
    from coalface.pipeline.steps import NUMBERS, STEPS, TABLES, Flow

__all__ = [
    "NUMBERS",
    "PACKAGED_FACTS",
    "STEPS",
    "TABLES",
    "AccountQuestion",
    "Explanation",
    "Facts",
    "Flow",
    "ScreenedBatch",
    "build_brief",
    "explain_number",
    "find_account_table",
    "find_claim",
    "find_numbers",
    "find_packaged",
    "open_facts",
    "screen_facts",
    "screen_file",
    "write_brief",
]
_HOMES = {
    "coalface.brief.explanations": ("Explanation",),
    "coalface.earnings.account_questions": ("AccountQuestion",),
    "coalface.pipeline.answers": ("find_account_table", "find_claim", "find_packaged"),
    "coalface.pipeline.briefs": ("build_brief", "explain_number", "find_numbers", "write_brief"),
    "coalface.pipeline.facts": ("PACKAGED_FACTS", "Facts", "open_facts"),
    "coalface.pipeline.screened": ("ScreenedBatch", "screen_facts", "screen_file"),
    "coalface.pipeline.steps": ("NUMBERS", "STEPS", "TABLES", "Flow"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME_OF])
