"""Reading files in processes of their own, limited in time and memory: a hostile file ends itself only."""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from ingest.errors import FileTooCostly, FileUnreadable, IngestError
from ingest.form.catalogue import load_catalogue
from ingest.load.loader import load_bytes, read_bytes
from ingest.reading import Overrides, read_report
from ingest.store.packing import Packed, pack

GRACE_SECONDS = 10
MEGABYTE = 1024 * 1024
GROUP = 16  # results handed on together
AHEAD = 2 * GROUP  # files under way, so that readers have work while results are dealt with
AHEAD_MB = 32  # and no more of them than this, but for one a reader


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


Result = Packed | IngestError
Waiting = deque[tuple[Job, Future[Result]]]


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


def read_job(job: Job, limits: Limits) -> Result:
    """Read one file in this process; what is wrong with it is returned, not raised."""
    name, stage = job.path.name, "open"
    signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        data = read_bytes(job.path, limits.file_mb)
        stage = "load"
        document = load_bytes(name, data, limits.file_mb)
        stage = "read"
        return pack(read_report(document, load_catalogue(), job.overrides))
    except IngestError as error:
        return error.met_at(stage)
    except TimeoutError:
        return FileTooCostly(file=name, limit=time_limit(limits))
    except MemoryError:
        return FileTooCostly(file=name, limit=memory_limit(limits))
    except RecursionError:
        return FileTooCostly(file=name, limit="嵌套层数 / nesting depth")
    except Exception as error:  # a damaged file must not end the run; the cause is named
        return FileUnreadable(file=name, detail=f"{type(error).__name__}: {error}"[:120]).met_at(stage)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def time_limit(limits: Limits) -> str:
    """The limit in words."""
    return f"时间 {limits.seconds} 秒 / {limits.seconds} seconds"


def memory_limit(limits: Limits) -> str:
    """The limit in words."""
    return f"内存 {limits.memory_mb} MB / {limits.memory_mb} MB of memory"


def megabytes(path: Path) -> float:
    """Size of a file, 0 where it is gone: that is told when it is read."""
    try:
        return path.stat().st_size / MEGABYTE
    except OSError:
        return 0.0


def succeeded(future: Future[Result]) -> bool:
    """Whether a file was read before the pool broke."""
    return future.done() and not future.cancelled() and future.exception() is None


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

    def __init__(self, workers: int, limits: Limits, begun: Callable[[Job], None] | None = None) -> None:
        """`begun` is called once for each file, when it is seen to be read."""
        self.begun = begun
        self.workers = max(1, workers)
        self.limits = limits
        self.told: set[Future[Result]] = set()
        self.pool = make_pool(self.workers, limits)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Each job with its report, or with what is wrong with its file."""
        for group in self.groups(jobs):
            yield from group

    def groups(self, jobs: Iterable[Job]) -> Iterator[list[tuple[Job, Result]]]:
        """As `read`, with what has come in meanwhile together: at least one, up to GROUP."""
        waiting: Waiting = deque()
        held = 0.0
        for job in jobs:
            size = megabytes(job.path)
            while waiting and (len(waiting) >= AHEAD or (held + size > AHEAD_MB and len(waiting) > self.workers)):
                yield self.next_results(waiting)
                held = sum(megabytes(pending.path) for pending, _ in waiting)
            held += size
            waiting.append((job, self.submit(job)))
        while waiting:
            yield self.next_results(waiting)

    def submit(self, job: Job) -> Future[Result]:
        """The result of a job to come; where the pool has just broken, that is told when it is asked for."""
        try:
            return self.pool.submit(read_job, job, self.limits)
        except BrokenProcessPool as error:
            lost: Future[Result] = Future()
            lost.set_exception(error)
            return lost

    def next_results(self, waiting: Waiting) -> list[tuple[Job, Result]]:
        """The results that have come in, the one that has waited longest is waited for."""
        found: list[tuple[Job, Result]] = []
        while waiting and len(found) < GROUP and (not found or waiting[0][1].done()):
            job, future = waiting[0]
            self.tell_begun(waiting)
            try:
                # What waits longest is being read by now: results are taken in the order of the files.
                found.append((job, future.result(timeout=self.patience() * (1 + self.workers))))
                waiting.popleft()
                self.told.discard(future)
            except (BrokenProcessPool, FutureTimeout):
                found += self.read_each_alone(waiting)
        return found

    def tell_begun(self, waiting: Waiting, *, all_of_them: bool = False) -> None:
        """Say which files are being read by now: the one waited for, and those whose turn has come."""
        if self.begun is None:
            return
        for at, (job, future) in enumerate(waiting):
            if future not in self.told and (all_of_them or at == 0 or future.running() or future.done()):
                self.told.add(future)
                self.begun(job)

    def read_each_alone(self, waiting: Waiting) -> list[tuple[Job, Result]]:
        """The results of all files under way, after the pool broke."""
        self.tell_begun(waiting, all_of_them=True)
        self.told.clear()
        under_way = [(job, future.result() if succeeded(future) else None) for job, future in waiting]
        waiting.clear()
        self.restart()
        return [(job, result or self.read_alone(job)) for job, result in under_way]

    def read_alone(self, job: Job) -> Result:
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
