"""Parameters without evidence behind some numbers, for the captions of figures."""

from collections.abc import Iterable, Sequence

from coalface.brief.earnings_sentences import say_assumptions, say_assumptions_that_matter
from coalface.brief.model import Text
from coalface.earnings.parameters import load_parameters
from coalface.earnings.sensitivity import WEAK, Driver
from coalface.vocabulary.numbers import Number, inputs_of

__all__ = ["caption_of"]

PREFIX = "parameters/"


def caption_of(
    numbers: Iterable[Number], drivers: Sequence[Driver] | None = None
) -> tuple[Text, ...]:
    """Give the sentence that names the assumed parameters behind some numbers, if there are any.

    Args:
        numbers: The numbers shown.
        drivers: Assumed parameters that matter, from `earnings.sensitivity.assumed_drivers`;
            None where nobody asked which of them do.
    """
    known = load_parameters()
    names = (row.removeprefix(PREFIX) for row in inputs_of(numbers) if row.startswith(PREFIX))
    weak = [known[n].title for n in names if n in known and known[n].basis in WEAK]
    leading = [driver.title for driver in drivers or ()]
    if not weak and not leading:
        return ()
    if drivers is None:
        return (say_assumptions(weak),)
    return (say_assumptions_that_matter(leading, [t for t in weak if t not in leading]),)
