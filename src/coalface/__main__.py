"""Run the command: `python -m coalface`."""

from coalface.cli.main import run

run()
