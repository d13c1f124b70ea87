"""What was reported: who says what of which time and place, graded, and set against the rest."""

__all__: list[str] = []
