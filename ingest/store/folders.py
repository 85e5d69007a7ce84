"""Where the vector index stands on disk: finished folders v1, v2 …, and a pointer to the one in use.

A folder is built as vN.tmp and renamed when it is whole; it is not written again. There is one
pointer for each (store, embedding model), so that changing the model swaps index and model at once.
Readers pin the folder that they use (a shared lock on it), so that it is not removed under them.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from ingest.store.files import write_whole
from ingest.store.nouns import Remembered

# The one file that Chroma touches when it only opens an index.
_TOUCHED_BY_READERS = "chroma.sqlite3"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The index in use: its folder, the SQL generation that it was built for, and its size.

    `count` is passages held, `removed` those deleted since it was last built from nothing, `files`
    the size in bytes of each file that must not change.
    """

    folder: str
    generation: int
    count: int
    removed: int
    files: dict[str, int]


def file_sizes(folder: Path) -> dict[str, int]:
    """Path within `folder` → bytes, for every file that readers leave alone."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != _TOUCHED_BY_READERS)
    return {str(path.relative_to(folder)): path.stat().st_size for path in files}


class IndexFolders:
    """The folders of one index and the pointer for one embedding model."""

    def __init__(self, root: Path, made_with: Remembered) -> None:
        self._root = root
        name = f"{made_with.store}\n{made_with.identity}\n{made_with.dimension}"
        self._pointer = root / f"current-{sha256(name.encode()).hexdigest()[:10]}.json"

    def pointer(self) -> Pointer | None:
        """None where there is no index yet, or the pointer is damaged."""
        try:
            return Pointer(**json.loads(self._pointer.read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def point(self, pointer: Pointer) -> None:
        """Readers use the new index from their next search on."""
        write_whole(self._pointer, json.dumps(asdict(pointer)).encode())

    def path(self, pointer: Pointer) -> Path:
        """The folder that `pointer` names."""
        return self._root / pointer.folder

    def whole(self, pointer: Pointer) -> bool:
        """Whether the files are there with their sizes: Chroma may kill the process on one cut short."""
        return self.path(pointer).is_dir() and file_sizes(self.path(pointer)) == pointer.files

    def next(self) -> Path:
        """A folder name that was not used before."""
        self._root.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem[1:]) for path in self._root.glob("v*") if path.stem[1:].isdigit()]
        return self._root / f"v{max(taken, default=0) + 1}"

    def sweep(self) -> None:
        """Remove what is not in use: other pointers, unfinished folders, old ones that no reader pins."""
        for path in self._root.glob("current-*"):
            if path != self._pointer:
                path.unlink(missing_ok=True)
        pointer = self.pointer()
        for path in self._root.glob("v*"):
            if pointer is None or path.name != pointer.folder:
                _remove_unless_pinned(path)


def pin(folder: Path) -> int | None:
    """A descriptor that keeps `folder` from being removed until it is closed; None where it is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    if folder.is_dir():
        return descriptor
    os.close(descriptor)
    return None


def _remove_unless_pinned(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)
