"""The whole flow: packaged or users' files in, answers out. `steps` has it on one screen."""

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
