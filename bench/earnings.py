"""Measure the stages: 100,000 draws x 25 years x all branches, beside plain Python.

    python bench/earnings.py [--draws N] [--years N] [--workers N]

Prints the rate, the memory, and the ratio to a loop over draws in plain Python, which follows
the same money for a sample of draws, years and branches in the same run. The loop's company
losses must be those of the arrays, else nothing is printed.
"""

import argparse
import resource
import sys
import time
from collections.abc import Mapping
from datetime import date

import numpy as np

from coalface.earnings.branches import Branch, all_branches, terms_on
from coalface.earnings.draws import draw_named
from coalface.earnings.model import Good, load_model
from coalface.earnings.stages import parameters_of
from coalface.earnings.summaries import simulate_years

SEED = 20_180_502
FIRST_YEAR, FIRST_PRICE, STEP = 2000, 40.0, 2.5  # any prices do: time does not depend on them
TARGET_S, TARGET_MIB = 5.0, 1024.0
SAMPLE = 500
KIB_PER_MIB = 1024


def company_left(price: float, good: Good, branch: Branch, d: Mapping[str, float]) -> float:
    """Follow one tonne in one draw, as one would write it without arrays."""
    model = load_model()
    reading = branch.kickback
    kickback = 0.0
    if reading.place != "none":
        kickback = price * d[reading.share]
        if reading.place == "inside":
            kickback /= 1 + d[reading.share]
    home = kickback * (1 - d[reading.middlemen]) if reading.middlemen else kickback
    if branch.direction is not None:
        home = kickback * (1 - branch.direction.share_abroad)
    freight = d[good.freight] if branch.valuation.less_freight else 0.0
    booked = price - freight - (kickback if reading.place == "inside" else 0.0)
    levies = booked * (d[model.levies.unconditional] + d[model.levies.other])
    prepaid = d["pay.prepay_share"]
    after = d[model.settlement_shares.after_inspection]
    after *= (1 - prepaid) if branch.settlement.of == "rest" else 1.0
    monthly = d[model.finance.rate] / 12
    before = monthly * d[model.finance.months_prepaid]
    waiting = before * max(d[good.costs] - prepaid * booked, 0.0)
    waiting += monthly * d[model.finance.months_to_inspection] * after * booked
    return booked - levies - d[good.costs] - before * prepaid * booked - waiting + home


def loop(year: int, price: float, n: int) -> tuple[float, list[float]]:
    """Give seconds, and the share of losses by branch, of the loop over `n` draws."""
    good = load_model().goods[0]
    assert terms_on(date(year, 1, 1)).terms.id == "prepaid"
    draws = draw_named(parameters_of(good), n, rng=np.random.default_rng(SEED))
    rows = [{k: float(v[i]) for k, v in draws.items()} for i in range(n)]
    start = time.perf_counter()
    losses = [
        sum(company_left(price, good, branch, row) < 0 for row in rows) / n
        for branch in all_branches()
    ]
    return time.perf_counter() - start, losses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=25)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    prices = {FIRST_YEAR + i: FIRST_PRICE + STEP * i for i in range(chosen.years)}
    simulate_years({FIRST_YEAR: FIRST_PRICE}, 1000, rng=np.random.default_rng(SEED))

    start, cpu = time.perf_counter(), time.process_time()
    found = simulate_years(
        prices, chosen.draws, rng=np.random.default_rng(SEED), workers=chosen.workers
    )
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB

    few = simulate_years({FIRST_YEAR: FIRST_PRICE + STEP}, SAMPLE, rng=np.random.default_rng(SEED))
    slow, losses = loop(FIRST_YEAR, FIRST_PRICE + STEP, SAMPLE)
    if not np.allclose(few.p_loss[0], losses):
        print("the loop and the arrays disagree on company losses", file=sys.stderr)
        return 1
    n_branches = len(found.branches)
    n = chosen.draws * chosen.years * n_branches
    rate, slow_rate = n / seconds, SAMPLE * n_branches / slow
    print(
        f"{chosen.draws:,} draws x {chosen.years} years x {n_branches} branches = {n:,} ways of "
        f"100 dollars, both ledgers checked in each (largest gap {found.gap.max():.1e})"
    )
    print(f"arrays: {seconds:.2f} s on {chosen.workers} threads ({cpu:.2f} s of processor time)")
    print(f"rate: {rate:,.0f} a second; plain Python, company's result only: {slow_rate:,.0f}")
    print(f"ratio: {rate / slow_rate:.0f} times; memory: {memory:.0f} MiB at most")
    is_met = seconds <= TARGET_S and memory <= TARGET_MIB
    print(f"target {TARGET_S:.0f} s and {TARGET_MIB:.0f} MiB: {'met' if is_met else 'missed'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
