"""`coalface trade discounts`: prices beside named benchmarks."""

from coalface.cli.analysis_command import analysis_command

__all__ = ["discounts"]

discounts = analysis_command(
    "discounts",
    "discounts",
    says="Prices of DPRK anthracite and iron ore beside named benchmarks of the same months.",
)
