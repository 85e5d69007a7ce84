"""One writer at a time: a lock on a file that the system takes back when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import IO

from ingest.store.errors import StoreLocked

_POLL_S = 0.05


@dataclass
class _Held:
    """This process's hold on one lock file."""

    threads: RLock = field(default_factory=RLock)
    depth: int = 0
    file: IO[str] | None = None


# POSIX locks belong to the process: one opened file per path, shared by all stores in it.
_held: dict[Path, _Held] = {}
os.register_at_fork(after_in_child=_held.clear)


@contextmanager
def writing(path: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path`; the same thread may enter again.

    StoreLocked where another process or thread still holds it after `wait_s` seconds.
    """
    held = _held.setdefault(path.resolve(), _Held())
    deadline = time.monotonic() + wait_s
    if not held.threads.acquire(timeout=max(wait_s, 0.0)):
        raise StoreLocked(home=path.parent, holder=os.getpid())
    try:
        if held.depth == 0:
            held.file = _lock_file(path, deadline)
        held.depth += 1
        try:
            yield
        finally:
            held.depth -= 1
            if held.depth == 0 and held.file is not None:
                held.file.close()
                held.file = None
    finally:
        held.threads.release()


def _lock_file(path: Path, deadline: float) -> IO[str]:
    file = path.open("a+", encoding="ascii")
    while True:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError as error:
            if time.monotonic() < deadline:
                time.sleep(_POLL_S)
                continue
            file.seek(0)
            holder = file.read().strip() or "?"
            file.close()
            raise StoreLocked(home=path.parent, holder=holder) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
