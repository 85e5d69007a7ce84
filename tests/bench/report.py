"""What was measured, as a Markdown table and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tests.bench.measure import ROUNDS, Measured, Share, tally
from tests.bench.questions import KINDS, Case
from tests.bench.timing import Spread

SEARCHED: Final = {
    "figure": "figure: evidence found",
    "group": "group: evidence found (every cell)",
    "rate": "rate: evidence found (every cell)",
    "narrative": "narrative: evidence recall@5",
}
HEAD: Final = "| | this project | plain: splitter 500/50 + MiniLM + Chroma, top 4 | BM25 over the same chunks |"


def machine() -> str:
    """The machine in words: processor, cores, memory, Python, date."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}{load}, {when}"


def share(part: Share) -> str:
    """`8 / 15 (53 %)`."""
    return f"{part.hits} / {part.of} ({100 * part.hits / part.of:.0f} %)" if part.of else "–"


def spread(time: Spread | None) -> str:
    """p50 and p95."""
    return f"{time.p50:.1f} / {time.p95:.1f}" if time else "–"


def rows(run: Measured) -> Iterator[Sequence[str]]:
    """Lines of the table: what, project, plain, BM25."""
    search = run.searches
    for kind, title in SEARCHED.items():
        yield (
            title,
            share(tally(run.judged, kind, "evidence")),
            share(search["plain"][kind]),
            share(search["bm25"][kind]),
        )
        yield "– where the search is told the report(s)", "", share(search["told"][kind]), ""
        yield "– in all chunks together", "", share(search["chunks"][kind]), share(search["chunks"][kind])
    for kind in SEARCHED:
        yield (
            f"{kind}: answered right, rightly cited",
            share(tally(run.judged, kind, "right")),
            "no answer",
            "no answer",
        )
    yield "typed refusals right", share(tally(run.judged, "refusal", "right")), "none", "none"
    yield "wrong figures shown", str(tally(run.judged, "", "wrong_shown").hits), "no answer", "no answer"
    for kind in ("", *KINDS):
        title = f"– {kind}" if kind else f"ms a question (best of {ROUNDS}), p50 / p95"
        yield [title, *(spread(run.times[system].get(kind)) for system in ("project", "plain", "bm25"))]
    yield f"seconds a report (middle of {ROUNDS})", f"{run.taken.seconds_a_report:.3f}", f"{run.plain_seconds:.3f}", ""


def markdown(runs: Sequence[Measured], where: str) -> str:
    """All runs, one table each, under the machine's line."""
    parts = [f"Machine: {where}", ""]
    for run in runs:
        failed = f"; not readable yet: {', '.join(run.taken.failed)}" if run.taken.failed else ""
        asked = f"{len(run.judged)} questions ({run.skipped} about other reports left out)"
        parts += [f"**{run.name}**: {len(run.taken.files)} reports, {asked}, {run.chunks} chunks{failed}", ""]
        parts += [HEAD, "|---|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows(run)), ""]
    return "\n".join([*parts, *wrong(runs)])


def wrong(runs: Sequence[Measured]) -> list[str]:
    """Every question that the project got wrong."""
    failures = [(run.name, entry) for run in runs for entry in run.judged if not entry.right]
    lines = ["Questions that this project got wrong:", ""] if failures else ["This project got no question wrong."]
    for name, entry in failures:
        lines += [f"- [{name}] {entry.case.kind}: {entry.case.ask}"]
        lines += [f"  - expected: {expected(entry.case)}", f"  - came: {entry.came}"]
    return lines


def expected(case: Case) -> str:
    """What is right, on one line."""
    parts = [f"values={[str(value) for value in case.values]}"] if case.values else []
    parts += [f"{g.file}:{g.table}.{g.row}.{g.column}={g.raw}" for g in case.cells]
    parts += [f"{file}: …{words}…" for file, words in case.quotes]
    return "; ".join(parts) or " or ".join(case.refusals)


def as_json(runs: Sequence[Measured], where: str) -> dict[str, Any]:
    """Everything measured, every question with it."""
    return {"machine": where, "runs": [run_json(run) for run in runs]}


def run_json(run: Measured) -> dict[str, Any]:
    """One run: what the table shows, and each answer."""
    whole = asdict(run)
    whole["judged"] = [
        {"ask": e.case.ask, "kind": e.case.kind, "right": e.right, "evidence": e.evidence, "wrong_shown": e.wrong_shown,
         "expected": expected(e.case), "came": e.came}
        for e in run.judged
    ]  # fmt: skip
    whole["project"] = {
        kind: {what: asdict(tally(run.judged, kind, what)) for what in ("right", "evidence", "wrong_shown")}
        for kind in KINDS
    }
    return whole
