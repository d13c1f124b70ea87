"""`coalface trade balance`: exports, imports and deficit, by whose books."""

from coalface.cli.analysis_command import analysis_command

__all__ = ["balance"]

balance = analysis_command(
    "balance",
    "balance",
    "replacement",
    says="Exports, imports and deficit by year and by whose books; what replaces the base year's.",
)
