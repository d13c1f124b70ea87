"""Seeds of the final check: they follow from the committed sources of the detectors.

Nobody can tune on them: any change of a detector changes them.
"""

import hashlib
import subprocess
from pathlib import Path

__all__ = ["final_seeds", "source_digest"]

ROOT = Path(__file__).parents[2]
DETECTORS = ("src/coalface/vessels", "src/coalface/data/vessels/presets")
N_SEEDS = 4


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
    """Numbers of 31 bits out of the digest, never one of the development seeds."""
    return tuple(int(digest[8 * i : 8 * i + 8], 16) % (2**31 - 20_000) + 20_000 for i in range(n))


def git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout
