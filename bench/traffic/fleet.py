"""Who sails: hulls with kind, size, class, aerial, numbers and names. All of them are invented."""

from dataclasses import dataclass

import numpy as np
from bench.traffic.spec import Array, World

__all__ = ["KINDS", "MERCHANTS", "ROLES", "Fleet", "draw_fleet"]

#: kind: share of fleet, AIS type, length, speed (low, high), share with Class B, aerial in m
KINDS: dict[str, tuple[float, int, tuple[int, int], tuple[float, float], float, float]] = {
    "cargo": (0.26, 70, (75, 190), (8.5, 13.5), 0.0, 18.0),
    "tanker": (0.08, 80, (65, 180), (8.5, 13.0), 0.0, 18.0),
    "ferry": (0.04, 60, (90, 190), (15.0, 22.0), 0.0, 24.0),
    "fishing": (0.43, 30, (18, 48), (6.5, 10.5), 0.65, 6.0),
    "tug": (0.05, 52, (22, 38), (7.0, 11.0), 0.1, 9.0),
    "pilot": (0.03, 50, (12, 22), (12.0, 20.0), 0.3, 5.0),
    "buoy": (0.08, 30, (2, 4), (0.5, 0.5), 1.0, 2.0),
    "aton": (0.03, 0, (4, 8), (0.0, 0.0), 0.0, 6.0),
}
MERCHANTS = ("cargo", "tanker")

#: role: share of the merchants; pairs take two hulls that follow each other.
ROLES: dict[str, float] = {
    "dprk_trade": 0.13,
    "sts_pair": 0.12,
    "bunkering_pair": 0.05,
    "convoy_pair": 0.04,
    "berth_swap_pair": 0.04,
    "short_dark": 0.05,
    "unseen_barge": 0.02,
    "handshake": 0.015,
    "clone": 0.015,
    "ring": 0.01,
    "offset": 0.01,
    "replay": 0.01,
    "drift": 0.01,
    "flag_fraud": 0.01,
}
MIDS = {"CN": (412, 413, 414), "KR": (440, 441), "KP": (445,), "RU": (273,)}
CONVENIENCE = (351, 352, 356, 371, 511, 572, 577, 613, 620, 667, 671, 477)
SYLLABLES = [
    "AN",
    "BO",
    "CHANG",
    "DA",
    "DONG",
    "FENG",
    "FU",
    "GANG",
    "HAI",
    "HE",
    "HONG",
    "JIN",
    "LONG",
    "MING",
    "NAN",
    "PING",
    "QING",
    "RUI",
    "SHENG",
    "TAI",
    "WAN",
    "XIN",
    "YANG",
    "YUAN",
    "ZHOU",
]
STRANGE_SHARE = 0.02


@dataclass(frozen=True)
class Fleet:
    """Arrays by hull."""

    kind: Array
    role: Array
    length_m: Array
    speed_kn: Array
    is_class_b: Array
    aerial_m: Array
    draught_m: Array  # laden
    mmsi: Array
    imo: Array  # 0 where none
    name: Array
    call_sign: Array
    sends_long_range: Array
    has_full_power: Array
    gain: Array  # quality of the installation: exponent of a miss

    def __len__(self) -> int:
        return len(self.kind)


def draw_fleet(n: int, world: World, rng: np.random.Generator) -> Fleet:
    """Draw `n` hulls; partners of a pair stand next to each other."""
    kind, role = draw_kinds(n, rng)
    low = np.array([KINDS[k][2][0] for k in kind], dtype=float)
    high = np.array([KINDS[k][2][1] for k in kind], dtype=float)
    length = np.round(low + (high - low) * rng.beta(1.3, 1.8, n))
    slow = np.array([KINDS[k][3][0] for k in kind])
    fast = np.array([KINDS[k][3][1] for k in kind])
    is_b = rng.random(n) < np.array([KINDS[k][4] for k in kind])
    aerial = np.array([KINDS[k][5] for k in kind]) * rng.lognormal(0, 0.25, n)
    full = ~is_b | (rng.random(n) < 0.3)  # carrier-sense sets send 2 W
    return Fleet(
        kind=kind,
        role=role,
        length_m=length,
        speed_kn=rng.uniform(slow, fast),
        is_class_b=is_b,
        aerial_m=aerial,
        draught_m=np.round(np.clip(length / 17 + rng.normal(0, 0.5, n), 0.8, 14.0), 1),
        mmsi=draw_numbers(kind, rng),
        imo=draw_imos(kind, rng),
        name=draw_names(kind, rng),
        call_sign=np.array([f"X{v:05d}" for v in rng.integers(0, 99_999, n)]),
        sends_long_range=~is_b & (rng.random(n) < world["long_range_share"]),
        has_full_power=full,
        gain=np.clip(rng.lognormal(0, 0.45, n), 0.15, 3.0),
    )


def draw_kinds(n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Draw kinds, then deal the merchants their roles, pairs side by side at the front."""
    shares = np.array([KINDS[k][0] for k in KINDS])
    counts = np.maximum(1, np.round(shares / shares.sum() * n)).astype(int)
    counts[list(KINDS).index("fishing")] += n - counts.sum()
    merchants = counts[0] + counts[1]
    roles: list[str] = []
    for role, share in ROLES.items():
        step = 2 if role.endswith("_pair") else 1
        roles += [role] * (step * max(1, round(share * merchants / step)))
    roles = (roles + ["plain"] * merchants)[:merchants]
    singles = [r for r in roles if not r.endswith("_pair")]
    pairs = [r for r in roles if r.endswith("_pair")]
    order = [pairs[i : i + 2] for i in range(0, len(pairs) - 1, 2)] + [[r] for r in singles]
    dealt = [r for i in rng.permutation(len(order)) for r in order[i]]
    is_tanker = deal_tankers(dealt, counts[1] / merchants, rng)
    front = np.where(is_tanker, "tanker", "cargo")
    rest_kinds = list(KINDS)[2:]
    rest = np.repeat(rest_kinds, counts[2:])
    kind = np.concatenate([front, rest])[:n]
    fishing = np.flatnonzero(kind == "fishing")
    given = np.full(n, "plain", dtype="<U16")
    given[: len(dealt)] = dealt[:n]
    n_trawl = 2 * round(0.06 * len(fishing))
    given[fishing[:n_trawl]] = "pair_trawl"
    given[fishing[n_trawl : n_trawl + max(1, round(0.10 * len(fishing)))]] = "fishing_dark"
    return kind, given


def deal_tankers(dealt: list[str], share: float, rng: np.random.Generator) -> Array:
    """Both of a pair are of one trade, but a bunker ship is a tanker and comes to a cargo ship."""
    is_tanker = np.zeros(len(dealt), dtype=bool)
    at = 0
    while at < len(dealt):
        step = 2 if dealt[at].endswith("_pair") else 1
        is_tanker[at : at + step] = rng.random() < share
        if dealt[at] == "bunkering_pair":
            is_tanker[at : at + 2] = True, False
        at += step
    return is_tanker


def draw_numbers(kind: Array, rng: np.random.Generator) -> Array:
    """MMSI by kind: flags for ships, 99 for aids, odd ones for buoys; some shared, malformed."""
    n = len(kind)
    serial = rng.permutation(900_000)[:n] + 50_000
    chinese = rng.choice(MIDS["CN"], n)
    others = rng.choice(MIDS["KR"] + MIDS["KP"] + MIDS["RU"], n, p=[0.4, 0.3, 0.2, 0.1])
    flags = np.where(rng.random(n) < 0.7, chinese, others)
    merchant = np.isin(kind, MERCHANTS)
    foreign = merchant & (rng.random(n) < 0.45)
    flags = np.where(foreign, rng.choice(CONVENIENCE, n), flags)
    mmsi = flags.astype(np.int64) * 1_000_000 + serial
    mmsi = np.where(kind == "aton", 994_120_000 + serial % 10_000, mmsi)
    odd = np.where(rng.random(n) < 0.5, 900_000_000 + serial, 100_000 + serial % 90_000)
    mmsi = np.where((kind == "buoy") & (rng.random(n) < 0.7), odd, mmsi)
    fishing = np.flatnonzero(kind == "fishing")
    strange = rng.choice(fishing, max(2, round(STRANGE_SHARE * len(fishing))), replace=False)
    mmsi[strange[0::4]] = rng.choice([0, 1, 123456789, 412000000, 999999999], len(strange[0::4]))
    for a, b in zip(strange[1::4], strange[2::4], strict=False):
        mmsi[b] = mmsi[a]
    return mmsi


def draw_imos(kind: Array, rng: np.random.Generator) -> Array:
    """Seven digits with a right check digit, below 5,000,000, where no real ship stands."""
    base = rng.permutation(90_000)[: len(kind)] + 110_000
    digits = (base[:, None] // 10 ** np.arange(5, -1, -1)) % 10
    check = (digits * np.arange(7, 1, -1)).sum(axis=1) % 10
    return np.where(np.isin(kind, (*MERCHANTS, "ferry")), base * 10 + check, 0)


def draw_names(kind: Array, rng: np.random.Generator) -> Array:
    parts = rng.choice(SYLLABLES, (len(kind), 2))
    number = rng.integers(1, 999, len(kind))
    prefix = {"fishing": "SYNYU", "buoy": "NET", "aton": "MARK", "tug": "SYNTUG", "pilot": "PILOT"}
    return np.array(
        [
            f"{prefix.get(str(k), 'SYN ' + a + ' ' + b)} {i}"[:20]
            for k, (a, b), i in zip(kind, parts, number, strict=True)
        ]
    )
