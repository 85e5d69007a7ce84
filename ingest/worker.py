"""Reading files in processes of their own, limited in time and memory: a hostile file ends itself only."""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from ingest.errors import FileTooCostly, FileUnreadable, IngestError
from ingest.form.catalogue import load_catalogue
from ingest.load.loader import load_bytes, read_bytes
from ingest.model import Report
from ingest.reading import Overrides, read_report

GRACE_SECONDS = 10
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost."""

    file_mb: int = 50
    seconds: int = 60
    memory_mb: int = 1500


@dataclass(frozen=True)
class Job:
    """One file to read."""

    path: Path
    overrides: Overrides


def limit_memory(memory_mb: int) -> None:
    """Let this process take `memory_mb` more than it has."""
    usage = Path("/proc/self/statm")
    if not usage.exists():  # only Linux tells; elsewhere the time limit alone holds
        return
    pages = int(usage.read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + memory_mb * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def too_slow(_signal: int, _frame: FrameType | None) -> None:
    """The timer rang."""
    raise TimeoutError


def read_job(job: Job, limits: Limits) -> Report | IngestError:
    """Read one file in this process; what is wrong with it is returned, not raised."""
    name = job.path.name
    signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        data = read_bytes(job.path, limits.file_mb)
        return read_report(load_bytes(name, data, limits.file_mb), load_catalogue(), job.overrides)
    except IngestError as error:
        return error
    except TimeoutError:
        return FileTooCostly(file=name, limit=time_limit(limits))
    except MemoryError:
        return FileTooCostly(file=name, limit=memory_limit(limits))
    except RecursionError:
        return FileTooCostly(file=name, limit="嵌套层数 / nesting depth")
    except Exception as error:  # a damaged file must not end the run; the cause is named
        return FileUnreadable(file=name, detail=f"{type(error).__name__}: {error}"[:120])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def time_limit(limits: Limits) -> str:
    """The limit in words."""
    return f"时间 {limits.seconds} 秒 / {limits.seconds} seconds"


def memory_limit(limits: Limits) -> str:
    """The limit in words."""
    return f"内存 {limits.memory_mb} MB / {limits.memory_mb} MB of memory"


def make_pool(workers: int, limits: Limits) -> ProcessPoolExecutor:
    """A pool whose processes start from a clean server, not from a fork of this one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=limit_memory, initargs=(limits.memory_mb,))


class Readers:
    """Reads many files in parallel, results in the order of the files.

    Where a process dies or hangs, the files under way are read again one by one, so that only the
    file that did it fails.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = max(1, workers)
        self.limits = limits
        self.pool = make_pool(self.workers, limits)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Report | IngestError]]:
        """Each job with its report, or with what is wrong with its file."""
        waiting: deque[tuple[Job, Future[Report | IngestError]]] = deque()
        for job in jobs:
            waiting.append((job, self.pool.submit(read_job, job, self.limits)))
            if len(waiting) > 2 * self.workers:
                yield from self.next_result(waiting)
        while waiting:
            yield from self.next_result(waiting)

    def next_result(
        self, waiting: deque[tuple[Job, Future[Report | IngestError]]]
    ) -> Iterator[tuple[Job, Report | IngestError]]:
        """The result of the file that has waited longest, or of all under way where the pool broke."""
        job, future = waiting[0]
        try:
            result = future.result(timeout=self.patience() * (1 + len(waiting)))
            waiting.popleft()
            yield job, result
        except (BrokenProcessPool, FutureTimeout):
            under_way = [pending for pending, _ in waiting]
            waiting.clear()
            self.restart()
            for pending in under_way:
                yield pending, self.read_alone(pending)

    def read_alone(self, job: Job) -> Report | IngestError:
        """One file with the pool for itself."""
        try:
            return self.pool.submit(read_job, job, self.limits).result(timeout=self.patience())
        except FutureTimeout:
            self.restart()
            return FileTooCostly(file=job.path.name, limit=time_limit(self.limits))
        except BrokenProcessPool:
            self.restart()
            return FileTooCostly(file=job.path.name, limit=memory_limit(self.limits))

    def patience(self) -> float:
        """Seconds after which a process that ignores its own timer is given up."""
        return self.limits.seconds + GRACE_SECONDS

    def restart(self) -> None:
        """End the pool's processes, hanging ones too, and start anew."""
        for process in list((self.pool._processes or {}).values()):
            process.kill()
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = make_pool(self.workers, self.limits)
