"""How many records a second each reader takes in alone, and in how much memory.

    python -m bench.world --out FOLDER --years 2019
    python -m bench.readers FOLDER/*.csv

Nothing is written: this is the reader without the workspace. Run it on quiet cores.
"""

import argparse
import resource
import time
from pathlib import Path

from coalface.sources.kinds import find_kind, read_file
from coalface.sources.reading import ReadOptions

KIB_PER_MIB = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--flow", choices=("import", "export"))
    chosen = parser.parse_args()
    for path in chosen.files:
        if path.name.startswith("country_codes"):
            continue
        kind = find_kind(path)
        start, cpu = time.perf_counter(), time.process_time()
        batches = read_file(path, kind, ReadOptions(flow=chosen.flow))
        n_rows = sum(batch.n_rows for batch in batches)
        wall_s, cpu_s = time.perf_counter() - start, time.process_time() - cpu
        peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
        print(
            f"{path.name} ({kind}): {n_rows:,} records in {wall_s:.2f} s, "
            f"{n_rows / wall_s:,.0f} a second; {cpu_s:.2f} s of CPU, peak {peak_mib:,.0f} MiB"
        )


if __name__ == "__main__":
    main()
