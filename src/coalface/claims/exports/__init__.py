"""Claims and checks in the forms that others read."""

__all__: list[str] = []
