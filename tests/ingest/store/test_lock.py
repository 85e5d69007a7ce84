"""One writer at a time, and no lock outlives its holder."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from ingest.store.errors import StoreLocked
from ingest.store.lock import writing

Start = Callable[..., subprocess.Popen[str]]

HOLD = """
import os, sys, time
from pathlib import Path
from ingest.store.lock import writing
with writing(Path(sys.argv[1])):
    child = os.fork() if sys.argv[2:] else 0
    if child or not sys.argv[2:]:
        print(child or os.getpid(), flush=True)
    time.sleep(60)
"""


def first_line(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def test_another_process_is_named(tmp_path: Path, start: Start) -> None:
    holder = first_line(start(HOLD, tmp_path / "lock"))
    with pytest.raises(StoreLocked) as caught, writing(tmp_path / "lock"):
        pass
    for lang in ("zh", "en"):
        assert str(holder) in caught.value.text(lang)
        assert str(tmp_path) in caught.value.text(lang)
    assert str(caught.value) == f"{caught.value.text('zh')}\n{caught.value.text('en')}"


def test_killed_holder_frees_the_lock(tmp_path: Path, start: Start) -> None:
    process = start(HOLD, tmp_path / "lock")
    first_line(process)
    process.kill()
    with writing(tmp_path / "lock", wait_s=5):
        pass


def test_orphaned_child_of_a_killed_holder_does_not_keep_it(tmp_path: Path, start: Start) -> None:
    process = start(HOLD, tmp_path / "lock", "fork")
    orphan = first_line(process)
    try:
        process.kill()
        with writing(tmp_path / "lock", wait_s=5):
            pass
    finally:
        os.kill(orphan, signal.SIGKILL)


def test_same_thread_may_enter_again(tmp_path: Path) -> None:
    with writing(tmp_path / "lock"), writing(tmp_path / "lock"):
        pass
    with writing(tmp_path / "lock"):
        pass


def test_another_thread_waits_or_is_told(tmp_path: Path) -> None:
    told: list[BaseException] = []
    done: list[bool] = []

    def write(wait_s: float) -> None:
        try:
            with writing(tmp_path / "lock", wait_s):
                done.append(True)
        except StoreLocked as error:
            told.append(error)

    with writing(tmp_path / "lock"):
        impatient, patient = Thread(target=write, args=(0,)), Thread(target=write, args=(10,))
        impatient.start()
        impatient.join()
        patient.start()
    patient.join()
    assert (len(told), done) == (1, [True])
