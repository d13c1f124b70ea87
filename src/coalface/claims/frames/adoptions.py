"""Days on which resolutions were adopted, to read "Resolution 2270 of March 2016" as one day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources

from coalface.claims.frames.reading import Reading
from coalface.claims.mentions.types import Mention, Period, Resolution
from coalface.vocabulary.definitions import Definition, read_definition

__all__ = ["adoption_day", "load_adoptions"]

REACH = 5.0


class Adoptions(Definition):
    """The file: number of each resolution and its day."""

    source: str
    adopted_on: Mapping[int, date]


@lru_cache(maxsize=1)
def load_adoptions() -> Mapping[int, date]:
    """Read the packaged days of adoption once.

    Returns:
        Day by number of the resolution.
    """
    path = resources.files("coalface") / "data" / "claims" / "adoptions.yml"
    return read_definition(path.read_text(encoding="utf-8"), path.name, Adoptions).adopted_on


def adoption_day(reading: Reading, mention: Mention) -> date | None:
    """Give the day of the resolution beside a date, if the date as stated holds that day.

    Args:
        reading: The document.
        mention: A date.

    Returns:
        The day; None if no resolution stands beside it or the report dates it otherwise: a slip
        stays as stated.
    """
    period = mention.value
    if not isinstance(period, Period) or period.first is None or period.last is None:
        return None
    span = (mention.start, mention.end)
    for other in reading.mentions_in("resolution", mention.start - 60, mention.start):
        is_near = reading.distance((other.start, other.end), span) <= REACH
        if is_near and isinstance(other.value, Resolution):
            day = load_adoptions().get(other.value.number)
            if day is not None and period.first <= day <= period.last:
                return day
    return None
