"""What a text mentions: figures, days, places, ships, goods, bodies and resolutions."""

from coalface.claims.mentions.finding import find_flat_mentions, find_mentions
from coalface.claims.mentions.types import (
    Actor,
    Amount,
    Commodity,
    Mention,
    Period,
    Place,
    Resolution,
    Vessel,
)

__all__ = [
    "Actor",
    "Amount",
    "Commodity",
    "Mention",
    "Period",
    "Place",
    "Resolution",
    "Vessel",
    "find_flat_mentions",
    "find_mentions",
]
