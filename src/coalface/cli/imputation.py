"""`coalface earnings imputation`: imputed years against published ones."""

from coalface.cli.analysis_command import analysis_command

__all__ = ["imputation"]

imputation = analysis_command(
    "imputation",
    "imputation",
    says="How imputed years do on published years that the model was not shown.",
)
