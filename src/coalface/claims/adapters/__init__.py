"""Second readers of reports. None of them runs unless a caller hands it in; none opens a line."""

__all__: list[str] = []
