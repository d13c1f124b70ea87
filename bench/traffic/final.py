"""Seeds of the final check: they follow from all that a detector is made of, as committed.

Nobody can tune on them: any change of code, threshold, fitted weight, port or coast changes them.
"""

import hashlib
import subprocess
from pathlib import Path

__all__ = ["final_seeds", "source_digest"]

ROOT = Path(__file__).parents[2]
#: Code of the detectors and all that they read: presets, fitted weights, lists, ports, coasts.
DETECTORS = (
    "src/coalface/vessels",
    "src/coalface/pipeline/vessels.py",
    "src/coalface/executors.py",
    "src/coalface/data/vessels",
    "src/coalface/data/ports",
    "src/coalface/data/geo",
)
N_SEEDS = 4
FIRST_SEED = 20_000  # above every seed of development, of the knower and of the demonstration


def source_digest() -> str:
    """SHA-256 over names and contents of the tracked sources as committed (HEAD)."""
    listed = git("ls-tree", "-r", "HEAD", "--", *DETECTORS)
    if not listed:
        raise SystemExit(f"no committed detectors in {', '.join(DETECTORS)}: nothing to check")
    if git("status", "--porcelain", "--", *DETECTORS):
        raise SystemExit(
            "detectors differ from the last commit: commit them before the final check"
        )
    return hashlib.sha256(listed.encode()).hexdigest()


def final_seeds(digest: str, n: int = N_SEEDS) -> tuple[int, ...]:
    """Numbers of 31 bits out of the digest, each above every seed that anyone looked at."""
    words = (int(digest[8 * i : 8 * i + 8], 16) for i in range(n))
    return tuple(word % (2**31 - FIRST_SEED) + FIRST_SEED for word in words)


def git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout
