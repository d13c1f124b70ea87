"""The state machine of gpsdio-segment 3.0.0 over arrays: open segments, links, closings; compiled.

Each message keeps a link to the message before it in its segment. Dropping the last few messages of
a segment is then no more than linking past them.
"""

import numpy as np
from numba import njit

from coalface.vessels.gfw.segment_links import discrepancy_nmi, likeness, shortened_hours

__all__ = ["N_RULES", "sort_messages"]

(
    MAX_HOURS,
    MAX_KNOTS,
    PENALTY_HOURS,
    EXPONENT,
    BUFFER_HOURS,
    PENALTY_KNOTS,
    SHAPE,
    LOOKBACK,
    LOOKBACK_FACTOR,
    AMBIGUITY,
    SHORT,
    MISMATCH,
    MAX_OPEN,
) = range(13)
N_RULES = 13
HOURS, WEIGHT = 4, 5  # columns of a message after latitude, longitude, speed and course


@njit(cache=True, nogil=True)
def _weigh_link(earlier, later, hours, rules):  # type: ignore[no-untyped-def]
    used = shortened_hours(hours, rules[PENALTY_HOURS], rules[EXPONENT])
    apart = discrepancy_nmi(earlier, later, used, rules[SHAPE])
    alike = likeness(apart, hours, rules[BUFFER_HOURS], rules[MAX_KNOTS], rules[PENALTY_KNOTS])
    return alike * rules[MISMATCH]


@njit(cache=True, nogil=True)
def _best_link(row, tail, messages, rules, links):  # type: ignore[no-untyped-def]
    """Find the message of one segment that the new one follows best.

    Returns its row (-1: none) and the weight of the link. An earlier message than the last is
    taken only where the new link beats the link of the message that it would replace.
    """
    best, best_row, best_weight, to_beat = 0.0, -1, 0.0, 0.0
    earlier = tail
    for n_back in range(int(rules[LOOKBACK])):
        if earlier < 0:
            break
        hours = messages[row, HOURS] - messages[earlier, HOURS]
        if hours > rules[MAX_HOURS]:
            break
        weight = _weigh_link(messages[earlier], messages[row], hours, rules)
        scaled = weight / max(1.0, n_back * rules[LOOKBACK_FACTOR])
        if weight > 0.0 and scaled > to_beat and scaled > best:
            best, best_row, best_weight = scaled, earlier, weight
        to_beat = messages[earlier, WEIGHT]
        earlier = links[earlier]
    return best_row, best_weight


@njit(cache=True, nogil=True)
def _find_matches(row, n_open, state, messages, rules, links, found):  # type: ignore[no-untyped-def]
    """Fill `found` with open place, row and weight of each possible segment; give their number."""
    n = 0
    for place in range(n_open):
        at, weight = _best_link(row, state[place, 1], messages, rules, links)
        if at >= 0:
            found[n, 0], found[n, 1], found[n, 2] = place, at, weight
            n += 1
    if n > 1:
        for i in range(n):  # the weight of segment i goes to match i, whichever it is of
            length = state[i, 2] / rules[SHORT]
            found[i, 3] = found[i, 2] * length / np.sqrt(1.0 + length * length)
    return n


@njit(cache=True, nogil=True)
def _pick(n, found, rules):  # type: ignore[no-untyped-def]
    """Give the best match, and how many are too close to it to tell (itself included)."""
    if n == 1:
        return 0, 1
    best = 0
    for i in range(1, n):
        if found[i, 3] > found[best, 3]:
            best = i
    n_alike = 0
    for i in range(n):
        found[i, 4] = 1.0 if i == best or found[i, 3] * rules[AMBIGUITY] >= found[best, 3] else 0.0
        n_alike += int(found[i, 4])
    return best, n_alike


@njit(cache=True, nogil=True)
def _close(place, n_open, state, closed_at, clock):  # type: ignore[no-untyped-def]
    closed_at[state[place, 0]] = clock
    for i in range(place, n_open - 1):
        state[i] = state[i + 1]
    return n_open - 1


@njit(cache=True, nogil=True)
def _close_old(row, n_open, state, hours, rules, closed_at, clock):  # type: ignore[no-untyped-def]
    for place in range(n_open - 1, -1, -1):
        if hours[row] - hours[state[place, 1]] > rules[MAX_HOURS]:
            n_open = _close(place, n_open, state, closed_at, clock)
    return n_open


@njit(cache=True, nogil=True)
def _open(row, n_open, state, hours, rules, closed_at, clock):  # type: ignore[no-untyped-def]
    """Open a segment with one message; the one heard longest ago makes room where needed."""
    while n_open >= rules[MAX_OPEN]:
        stalest = 0
        for place in range(1, n_open):
            if hours[state[place, 1]] < hours[state[stalest, 1]]:
                stalest = place
        n_open = _close(stalest, n_open, state, closed_at, clock)
    state[n_open, 0], state[n_open, 1], state[n_open, 2] = row, row, 1
    return n_open + 1


@njit(cache=True, nogil=True)
def _drop_after(tail, kept, links, is_dropped):  # type: ignore[no-untyped-def]
    while tail != kept:
        is_dropped[tail] = True
        tail = links[tail]


@njit(cache=True, nogil=True)
def sort_messages(starts, ends, is_usable, messages, rules):  # type: ignore[no-untyped-def]
    """Sort the messages of each run of rows into segments.

    Args:
        starts: First row of each number.
        ends: First row after it.
        is_usable: For each row, whether it takes part.
        messages: `(row, 6)`: latitude, longitude, speed, course (NaN: none), time in hours
            (ascending within a number), and room for the weight of the link.
        rules: Parameters, in the order of this module's names.

    Returns:
        For each row the first row of its segment (-1: none), whether it was dropped, and the row
        at whose turn a segment (known by its first row) was closed (-1: still open).
    """
    n, hours = len(messages), messages[:, HOURS].copy()
    first_of, links = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    closed_at = np.full(n, -1, np.int64)
    is_dropped = np.zeros(n, np.bool_)
    state = np.zeros((int(rules[MAX_OPEN]) + 1, 3), np.int64)
    found = np.zeros((int(rules[MAX_OPEN]) + 1, 5))
    for run in range(len(starts)):
        n_open = 0
        for row in range(starts[run], ends[run]):
            if not is_usable[row]:
                continue
            n_open = _close_old(row, n_open, state, hours, rules, closed_at, row)
            n_found = _find_matches(row, n_open, state, messages, rules, links, found)
            best, n_alike = _pick(n_found, found, rules) if n_found else (0, 0)
            if n_alike == 1:
                place, kept = int(found[best, 0]), int(found[best, 1])
                _drop_after(state[place, 1], kept, links, is_dropped)
                links[row], messages[row, WEIGHT] = kept, found[best, 2]
                state[place, 1] = row
                state[place, 2] += 1
                first_of[row] = state[place, 0]
                continue
            for i in range(n_found - 1, -1, -1):
                if found[i, 4] > 0:
                    n_open = _close(int(found[i, 0]), n_open, state, closed_at, row)
            n_open = _open(row, n_open, state, hours, rules, closed_at, row)
            first_of[row] = row
    return first_of, is_dropped, closed_at
