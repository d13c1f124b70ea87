"""`coalface earnings fuel`: the fuel account."""

from coalface.cli.analysis_command import analysis_command

__all__ = ["fuel"]

fuel = analysis_command(
    "fuel",
    "fuel",
    says="Fuel in tonnes: reported, alleged, from crude, from coal, and what is not explained.",
)
