"""Where freed memory goes: kept for the next array of its size, or given back."""

import ctypes
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coalface.allocators import give_mapped_back, keep_memory

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the C library and the maps of a process there"
)
COUNT = """
import resource, sys
import numpy as np
from coalface.allocators import give_memory_back_soon, keep_memory
{set}()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def use():
    np.ones(20_000_000)
use()
before = faults()
for _ in range(20):
    use()
print(faults() - before)
"""

HELD = """
from coalface.allocators import give_memory_back, keep_memory
keep_memory()
def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
pieces = [bytes(1000) for _ in range(100_000)]
last = bytes(1000)
del pieces
before = held()
give_memory_back()
print(before - held())
"""


def faults_of(setting: str) -> int:
    return number_of(COUNT.replace("{set}", setting))


def number_of(code: str) -> int:
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={}
    )
    return int(done.stdout)


@on_linux
def test_kept_memory_is_used_again_and_other_memory_is_cleared_each_time() -> None:
    assert faults_of("keep_memory") < 20 < faults_of("give_memory_back_soon")


@on_linux
def test_what_was_freed_and_kept_is_given_back_when_asked() -> None:
    assert number_of(HELD) > 50_000_000  # of 100 MB freed below what is still held


def test_a_setting_in_the_environment_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ctypes, "CDLL", asked.append)
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "65536")
    keep_memory()

    assert asked == []


def mapped_pages() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[2])


@on_linux
def test_what_was_read_of_mapped_files_of_a_folder_goes_and_comes_again(tmp_path: Path) -> None:
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    files = []
    for folder in (there, elsewhere):
        folder.mkdir()
        np.arange(8_000_000).tofile(folder / "numbers")
        files.append(np.memmap(folder / "numbers", np.int64, mode="r"))
    sums = [int(numbers.sum()) for numbers in files]
    before = mapped_pages()

    give_mapped_back(there)

    size = 8_000_000 * 8 // 4096
    assert size * 0.9 < before - mapped_pages() < size * 1.5
    assert [int(numbers.sum()) for numbers in files] == sums
