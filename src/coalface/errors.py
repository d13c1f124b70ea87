"""Every error a caller may catch. Messages say where, what was found and what to do."""

__all__ = [
    "CoalfaceError",
    "DefinitionError",
    "InputError",
    "MissingExtraError",
    "TableError",
    "UnknownNumberError",
    "WorkspaceError",
]


class CoalfaceError(Exception):
    """Base of all errors that a user can cause and read without a traceback."""


class DefinitionError(CoalfaceError):
    """A packaged or user definition is wrong: unknown key, bad date, overlap without a link."""


class InputError(CoalfaceError):
    """A user's file cannot be read at all: truncated, wrong delimiter, no such column."""


class TableError(CoalfaceError):
    """A table lacks a column, has a wrong type, or breaks a range."""


class UnknownNumberError(CoalfaceError):
    """No printed number has the id that was asked for."""


class WorkspaceError(CoalfaceError):
    """A workspace cannot be opened or written, or does not hold what it should."""


class MissingExtraError(CoalfaceError, ImportError):
    """An optional library is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"this needs the extra {extra!r}: pip install 'coalface[{extra}]'")
