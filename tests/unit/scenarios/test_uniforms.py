"""Random numbers by counter: the published answers, and slices that equal the whole."""

import numpy as np
import pytest

from coalface.scenarios.uniforms import threefry_2x32, uniforms

# Random123, file kat_vectors, `threefry2x32 20`: counter, key, result. The last is digits of pi.
PUBLISHED = [
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
]


@pytest.mark.parametrize(("counter", "key", "expected"), PUBLISHED)
def test_threefry_gives_the_published_answers(
    counter: tuple[int, int], key: tuple[int, int], expected: tuple[int, int]
) -> None:
    first, second = (np.array([word], dtype=np.uint32) for word in counter)

    found = threefry_2x32(key, first, second)

    assert (int(found[0][0]), int(found[1][0])) == expected


def test_inputs_are_left_as_they_were() -> None:
    first, second = np.arange(4, dtype=np.uint32), np.arange(4, dtype=np.uint32)

    threefry_2x32((1, 2), first, second)

    assert first.tolist() == second.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("n", [1, 2, 5, 7])
def test_a_slice_equals_the_slice_of_the_whole(n: int) -> None:
    whole = uniforms(11, "interdiction", range(300), 30, 7)

    part = uniforms(11, "interdiction", range(120, 250), range(4, 19), n)

    assert np.array_equal(part, whole[120:250, 4:19, :n])


def test_a_block_larger_than_a_chunk_has_the_same_numbers() -> None:
    whole = uniforms(3, "x", range(3), 400, 100)

    assert np.array_equal(whole[2:3, 399:], uniforms(3, "x", range(2, 3), range(399, 400), 100))


@pytest.mark.parametrize("other", [(8, "a"), (7, "b")])
def test_another_seed_or_purpose_gives_other_numbers(other: tuple[int, str]) -> None:
    one = uniforms(7, "a", range(50), 5, 4)

    assert not np.isin(uniforms(*other, range(50), 5, 4), one).any()


def test_numbers_are_spread_evenly_and_never_0_or_1() -> None:
    found = uniforms(5, "spread", range(200), 50, 10).ravel()

    counts, _ = np.histogram(found, bins=20, range=(0, 1))
    chi_square = float(((counts - len(found) / 20) ** 2 / (len(found) / 20)).sum())
    assert chi_square < 43.8  # 99.9 % of a chi square of 19
    assert found.min() > 0
    assert found.max() < 1


def test_neighbours_in_any_axis_are_unrelated() -> None:
    found = uniforms(5, "neighbours", range(100), 100, 10) - 0.5

    for axis in range(3):
        a = np.take(found, range(found.shape[axis] - 1), axis=axis)
        b = np.take(found, range(1, found.shape[axis]), axis=axis)
        assert abs(float((a * b).mean()) * 12) < 0.015, axis


def test_no_two_counters_of_a_large_run_meet() -> None:
    found = uniforms(1, "x", range(2**32 - 1, 2**32), range(2**16 - 1, 2**16), 2)

    assert found.shape == (1, 1, 2)
    with pytest.raises(ValueError, match="must run by 1"):
        uniforms(1, "x", range(2**32, 2**32 + 1), 1, 1)


@pytest.mark.parametrize(
    ("seed", "draws", "months", "n", "told"),
    [
        (-1, range(1), 1, 1, "seed -1 is negative"),
        (1, range(0, 4, 2), 1, 1, "must run by 1"),
        (1, range(1), range(70000), 1, "months"),
        (1, range(1), 1, 1 << 18, "agents"),
    ],
)
def test_numbers_out_of_reach_are_refused(
    seed: int, draws: range, months: int | range, n: int, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        uniforms(seed, "x", draws, months, n)
