"""What was allowed: dated measures, their scope, caps, exemptions, and a verdict with reasons."""

from coalface.law.case import Case
from coalface.law.definitions import Cap, CapPeriod, LedgerEntry, Measure, NationalMeasure
from coalface.law.judgement import Condition, Deciding, Judgement, NationalVerdict, judge
from coalface.law.rulebook import Rulebook, load_rulebook, read_rulebook
from coalface.law.scope import Match
from coalface.law.verdicts import SEVERITY, VERDICTS

__all__ = [
    "SEVERITY",
    "VERDICTS",
    "Cap",
    "CapPeriod",
    "Case",
    "Condition",
    "Deciding",
    "Judgement",
    "LedgerEntry",
    "Match",
    "Measure",
    "NationalMeasure",
    "NationalVerdict",
    "Rulebook",
    "judge",
    "load_rulebook",
    "read_rulebook",
]
