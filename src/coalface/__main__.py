"""Run the command: `python -m coalface`."""

from coalface.cli.main import run

__all__ = ["run"]

if __name__ == "__main__":
    run()
