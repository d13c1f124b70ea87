"""Random numbers that are a function of what they are for, not of the order they are drawn in.

Threefry-2x32 with 20 rounds turns a key and a counter into 64 bits. The key is made of the seed and
the purpose, the counter of the draw, the month and the agent. So any slice of a run can be made on
its own, on any machine, in any order, and holds the same bits as the slice of the whole.
"""

from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_AGENTS", "MAX_DRAWS", "MAX_MONTHS", "threefry_2x32", "uniforms"]

Words = NDArray[np.uint32]
ROTATIONS: Final = (13, 15, 26, 6, 17, 29, 16, 24)  # Salmon et al. (2011), table 3
ROUNDS: Final = 20
ROUNDS_A_KEY: Final = 4  # the key is added after every fourth round
PARITY: Final = 0x1BD11BDA  # of Threefish's key schedule, 32-bit form
WORD_BITS: Final = 32
AGENT_BITS: Final = 17  # two numbers a counter: the last bit picks the word
MAX_DRAWS: Final = 1 << WORD_BITS
MAX_MONTHS: Final = 1 << (WORD_BITS + 1 - AGENT_BITS)
MAX_AGENTS: Final = 1 << AGENT_BITS
CHUNK: Final = 1 << 14  # counters at a time: what the fast cache holds


def uniforms(
    seed: int, purpose: str, draws: range, months: int | range, n: int
) -> NDArray[np.float64]:
    """Give evenly spread numbers, each a function of seed, purpose, draw, month and agent alone.

    Asking for fewer draws, months or agents gives the slice of the larger array, bit for bit.

    Args:
        seed: Of the run, any whole number from 0.
        purpose: What the numbers decide, e.g. `interdiction`; another purpose, other numbers.
        draws: Numbers of the draws, step 1.
        months: Numbers of the months (step 1), or how many from 0.
        n: How many agents.

    Returns:
        Array `(draw, month, agent)`, each number strictly between 0 and 1, in steps of 2**-32.

    Raises:
        ValueError: If a number is negative or too large, or a range has gaps.

    Source:
        Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
    """
    month_numbers = range(months) if isinstance(months, int) else months
    _check(seed, draws, month_numbers, n)
    pairs = (n + 1) // 2
    counters = np.arange(pairs, dtype=np.uint32)
    high = np.arange(month_numbers.start, month_numbers.stop, dtype=np.uint32)
    second = ((high << np.uint32(AGENT_BITS - 1))[:, None] | counters).ravel()
    first = np.arange(draws.start, draws.stop, dtype=np.uint32)
    key = _key(seed, purpose)
    found = np.empty((len(first), len(second), 2))
    step = max(1, CHUNK // max(1, len(second)))
    for at in range(0, len(first), step):
        rows = first[at : at + step]
        one, two = threefry_2x32(key, np.repeat(rows, len(second)), np.tile(second, len(rows)))
        found[at : at + step, :, 0] = one.reshape(len(rows), -1)
        found[at : at + step, :, 1] = two.reshape(len(rows), -1)
    found += 0.5
    found *= 2.0**-WORD_BITS
    return found.reshape(len(first), len(high), 2 * pairs)[:, :, :n]


def threefry_2x32(key: tuple[int, int], first: Words, second: Words) -> tuple[Words, Words]:
    """Encrypt pairs of 32-bit words with Threefry-2x32 of 20 rounds.

    Args:
        key: Two words of 32 bits.
        first: First words of the counters.
        second: Second words, as many.

    Returns:
        First and second words of the result.

    Source:
        Salmon et al. (2011); the answers to expect are those of Random123's `kat_vectors`.
    """
    keys = (key[0], key[1], PARITY ^ key[0] ^ key[1])
    x = first + np.uint32(keys[0])
    y = second + np.uint32(keys[1])
    spare = np.empty_like(y)
    for i in range(ROUNDS):
        x += y
        turn = ROTATIONS[i % len(ROTATIONS)]
        np.right_shift(y, np.uint32(WORD_BITS - turn), out=spare)
        y <<= np.uint32(turn)
        y |= spare
        y ^= x
        if (i + 1) % ROUNDS_A_KEY == 0:
            turn = (i + 1) // ROUNDS_A_KEY
            x += np.uint32(keys[turn % 3])
            y += np.uint32((keys[(turn + 1) % 3] + turn) % (1 << WORD_BITS))
    return x, y


def _key(seed: int, purpose: str) -> tuple[int, int]:
    digest = sha256(f"{seed}/{purpose}".encode()).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:8], "little")


def _check(seed: int, draws: range, months: range, n: int) -> None:
    if seed < 0:
        raise ValueError(f"seed {seed} is negative; give a whole number from 0")
    for name, numbers, most in (("draws", draws, MAX_DRAWS), ("months", months, MAX_MONTHS)):
        if numbers.step != 1 or numbers.start < 0 or numbers.stop > most:
            raise ValueError(f"{name} {numbers} must run by 1 from 0 or more to {most} at most")
    if not 0 <= n <= MAX_AGENTS:
        raise ValueError(f"{n} agents: give 0 to {MAX_AGENTS}")
