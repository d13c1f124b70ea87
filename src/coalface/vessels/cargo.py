"""How much a ship may have carried: a range from deadweight and how deep it said it lay."""

from dataclasses import dataclass

__all__ = ["CargoRange", "estimate_cargo"]

SEA_WATER_T_PER_M3 = 1.025
#: Waterplane coefficient of cargo ships: fine, usual, full. Barrass (2004), chapter 1.
WATERPLANE = (0.92, 0.86, 0.78)
DRAUGHT_STEP_M = 0.1  # AIS sends draught in tenths of a metre; crews round further


@dataclass(frozen=True, slots=True)
class CargoRange:
    """Tonnes carried, of which the middle is likeliest.

    Attributes:
        low_t: Low end.
        mid_t: Middle.
        high_t: High end.
    """

    low_t: float
    mid_t: float
    high_t: float


def estimate_cargo(
    *,
    deadweight_t: float | None,
    length_m: float | None,
    beam_m: float | None,
    draught_m: float | None,
    full_draught_m: float | None,
    shares: tuple[float, float, float],
) -> CargoRange | None:
    """Estimate the cargo of a ship that left at a stated draught.

    Cargo of a full ship is a share of its deadweight. For each metre that it lies higher than at
    full draught it carries length x beam x waterplane coefficient x 1.025 t less. Draught is what
    the crew typed: a wrong one gives a wrong range, and an old one is taken for a new one.

    Args:
        deadweight_t: Deadweight, tonnes.
        length_m: Length, metres.
        beam_m: Beam, metres.
        draught_m: Stated draught at departure, metres.
        full_draught_m: Draught at that deadweight, metres.
        shares: Cargo of a full ship over its deadweight: low, middle, high.

    Returns:
        The range; None where any of these is not known: no figure.

    Source:
        Barrass (2004), "Ship Design and Performance for Masters and Mates", tonnes per centimetre
        immersion; the method after Jia, Prakash and Smith (2019), "Estimating vessel payloads in
        bulk shipping using AIS data".
    """
    known = (deadweight_t, length_m, beam_m, draught_m, full_draught_m)
    if any(value is None or value <= 0 for value in known):
        return None
    assert deadweight_t is not None and length_m is not None and beam_m is not None  # noqa: PT018
    assert draught_m is not None and full_draught_m is not None  # noqa: PT018
    higher_m = max(full_draught_m - draught_m, 0.0)
    rises = (higher_m + DRAUGHT_STEP_M, higher_m, max(higher_m - DRAUGHT_STEP_M, 0.0))
    area_m2 = length_m * beam_m
    tonnes = sorted(
        min(max(share * deadweight_t - area_m2 * shape * SEA_WATER_T_PER_M3 * rise, 0.0),
            deadweight_t)
        for share, shape, rise in zip(shares, WATERPLANE, rises, strict=True)
    )  # fmt: skip
    return CargoRange(*tonnes)
