"""The original files, each once, named by the sha256 of its content; and safe ways to write a file."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest, sha256
from pathlib import Path

_AT_ONCE = 8


def write_whole(path: Path, content: bytes) -> None:
    """Write `path` so that it is at all times the old file, the new file or absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


class SourceFiles:
    """The folder of original files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the file with that sha256 stands, or would."""
        return self._folder / digest

    def keep_all(self, files: Sequence[tuple[bytes, str]]) -> None:
        """Keep many files; the disk is waited for once, not file by file."""
        unique = set(files)  # the same file twice must not be written by two threads
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(lambda file: self.keep(*file), unique))

    def keep(self, content: bytes, digest: str) -> None:
        """Keep `content`; ValueError where `digest` is not its sha256."""
        found = sha256(content).hexdigest()
        if found != digest:
            raise ValueError(f"source_bytes have sha256 {found}, but the document says {digest}")
        if not self.intact(digest):
            write_whole(self.path(digest), content)

    def intact(self, digest: str) -> bool:
        """Whether the file is there with the right content."""
        try:
            with self.path(digest).open("rb") as file:
                return file_digest(file, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return False

    def remove(self, digest: str) -> None:
        """Forget a file; no error where it is gone."""
        self.path(digest).unlink(missing_ok=True)

    def sweep(self, wanted: Collection[str]) -> None:
        """Remove what no version was made from: leftovers of a writer that was killed."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)
