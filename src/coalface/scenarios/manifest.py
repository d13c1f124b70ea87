"""What a run was made of and what came of it, in one file: enough to make it again and compare.

Whatever decides the results is hashed into one key. Time, place and workers stand apart from it.
"""

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from coalface import __version__
from coalface.errors import InputError
from coalface.scenarios.blocks import BLOCK_DRAWS, BlockEntry, block_ranges

__all__ = [
    "FILE_NAME",
    "FORMAT",
    "Manifest",
    "RunContent",
    "find_git_id",
    "folder_digest",
    "model_digest",
    "read_manifest",
    "software_now",
    "text_digest",
]

FORMAT = 1
FILE_NAME = "manifest.json"
SOFTWARE = ("numpy", "pyarrow", "scipy")
#: Where a draw is made: its parameters, its months, and what is seen of them.
MODEL_STARTS = ("theta", "simulate", "observe", "build_forcing")
OWN_IMPORT = re.compile(r"^from coalface\.scenarios\.([\w.]+) import", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RunContent:
    """All that decides the results of a run, except how many draws are made.

    Attributes:
        scenario: Its name.
        title: Its title.
        world: Its name.
        branches: Id of the readings that hold.
        seed: Of all chance.
        keep: What is written: `aggregates` or `agents`.
        digests: SHA-256 of the scenario as resolved, the rules, the parameters, the world, the
            forcing, the model's own code, and of the draws' parameters where they are a posterior.
        block_draws: Draws a block.
    """

    scenario: str
    title: str
    world: str
    branches: str
    seed: int
    keep: str
    digests: Mapping[str, str]
    block_draws: int = BLOCK_DRAWS

    @property
    def key(self) -> str:
        """Give the digest of it all, the name and the title of the scenario apart."""
        told = asdict(self) | {"software": {"coalface": __version__}, "format": FORMAT}
        told |= {"digests": dict(sorted(self.digests.items()))}
        decides = {k: v for k, v in told.items() if k not in {"scenario", "title"}}
        return text_digest(json.dumps(decides, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of a run.

    Attributes:
        content: What decides the results.
        n_draws: How many draws were made.
        blocks: One entry a block, in order.
        parameters_sha256: Of the parameters of all draws, with all their digits.
        software: Versions that wrote it.
        inputs: What is needed to make the run again: scenario as asked for, posterior, options.
        apart: Time, executor and git id, which decide nothing.
        exports: What the run was summed up in to its SHA-256; empty where it has not been.
    """

    content: RunContent
    n_draws: int
    blocks: tuple[BlockEntry, ...]
    parameters_sha256: str
    software: Mapping[str, str]
    inputs: Mapping[str, Any]
    apart: Mapping[str, Any] = field(default_factory=dict)
    exports: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Say whether all blocks are done, each once and in order."""
        done = tuple(range(b.first_draw, b.first_draw + b.n_draws) for b in self.blocks)
        return done == block_ranges(self.n_draws)

    @property
    def residuals(self) -> dict[str, float]:
        """Give the largest relative residual of each identity over all blocks."""
        found: dict[str, float] = {}
        for block in self.blocks:
            for name, value in block.residuals.items():
                found[name] = max(found.get(name, 0.0), value)
        return found

    def to_json(self) -> str:
        """Write it as text."""
        told = {"format": FORMAT, "key": self.content.key, **asdict(self)}
        told["residuals"] = self.residuals
        return json.dumps(told, indent=1, ensure_ascii=False, default=str)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest, or that of a folder.

    Args:
        path: The file, or the folder of a run.

    Raises:
        InputError: If there is none, it is no manifest of a run, another version wrote it, or it
            was changed since.
    """
    file = path / FILE_NAME if path.is_dir() else path
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(
            f"{file}: no manifest of a run can be read there ({error}). Give the folder that "
            "`coalface simulate --out` wrote, or its manifest.json."
        ) from error
    _check_version(file, told)
    try:
        found = Manifest(
            content=RunContent(**told["content"]),
            n_draws=told["n_draws"],
            blocks=tuple(BlockEntry(**entry) for entry in told["blocks"]),
            parameters_sha256=told["parameters_sha256"],
            software=told["software"],
            inputs=told["inputs"],
            apart=told["apart"],
            exports=told["exports"],
        )
        key = told["key"]
    except (KeyError, TypeError) as error:
        raise InputError(
            f"{file}: not whole, {error}. It was changed by hand; run the scenario again."
        ) from error
    if key != found.content.key:
        raise InputError(
            f"{file}: what it says of the run does not give its own key, {str(key)[:12]}...: it "
            "was changed by hand. Put back what it was, or run the scenario into a new folder."
        )
    return found


def _check_version(file: Path, told: object) -> None:
    if not isinstance(told, dict) or "format" not in told or "content" not in told:
        raise InputError(
            f"{file}: JSON, but no manifest of a run. Give the manifest.json that `coalface "
            "simulate --out` wrote."
        )
    by = told.get("software", {}).get("coalface")
    if told["format"] != FORMAT or by != __version__:
        raise InputError(
            f"{file}: written by coalface {by}, format {told['format']}; this is coalface "
            f"{__version__}, format {FORMAT}. Results of different versions are not mixed: install "
            f"coalface {by}, or run the scenario again into a new folder."
        )


def text_digest(text: str) -> str:
    """Give the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def folder_digest(*parts: str) -> str:
    """Give the SHA-256 of packaged files: names and bytes, in order of name.

    Args:
        parts: Folder under the package, e.g. `"data", "regimes"`.
    """
    digest = hashlib.sha256()
    top = resources.files("coalface").joinpath(*parts)
    for name, data in sorted(_files_of(top, "")):
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def model_digest() -> str:
    """Give the SHA-256 of the code that makes the draws: the model and all of the room it uses."""
    found: dict[str, str] = {}
    waiting = list(MODEL_STARTS)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _source_of(name)
            waiting += OWN_IMPORT.findall(found[name])
    return text_digest("\0".join(f"{name}\0{found[name]}" for name in sorted(found)))


def _source_of(name: str) -> str:
    room, parts = resources.files("coalface.scenarios"), name.split(".")
    is_folder = room.joinpath(*parts).is_dir()
    file = (*parts, "__init__.py") if is_folder else (*parts[:-1], f"{parts[-1]}.py")
    return room.joinpath(*file).read_text(encoding="utf-8")


def software_now() -> dict[str, str]:
    """Give the versions of what makes the results."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"coalface": __version__, "python": python} | {n: version(n) for n in SOFTWARE}


def find_git_id() -> str | None:
    """Give the commit of a checkout that the package runs from; None where it is installed."""
    git = Path(str(resources.files("coalface"))).parents[1] / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        ref = head.removeprefix("ref: ")
        if (git / ref).is_file():
            return (git / ref).read_text(encoding="utf-8").strip()
        packed = (git / "packed-refs").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((line.split()[0] for line in packed if line.endswith(f" {ref}")), None)


def _files_of(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        name = f"{path}/{item.name}"
        if item.is_dir():
            found += _files_of(item, name)
        else:
            found.append((name, item.read_bytes()))
    return found
