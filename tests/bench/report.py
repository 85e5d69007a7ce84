"""What was measured, as a Markdown table and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.bench.measure import Measured, Share, tally
from tests.bench.timing import Spread

EVIDENCE = {
    "figure": "figure: evidence found",
    "group": "group: evidence found (all cells)",
    "rate": "rate: evidence found (all cells)",
    "narrative": "narrative: evidence recall@5",
}


def machine() -> str:
    """The machine in words: processor, cores, memory, Python, date."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    name = names[0] if names else platform.processor() or platform.machine()
    when = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z")
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, {when}"


def share(found: Share) -> str:
    """`8 / 15 (53 %)`."""
    return f"{found.hits} / {found.of} ({100 * found.hits / found.of:.0f} %)" if found.of else "–"


def spread(time: Spread) -> str:
    """p50 and p95."""
    return f"{time.p50:.1f} / {time.p95:.1f}"


def rows(run: Measured) -> Iterable[tuple[str, str, str, str]]:
    """Lines of the table: what, project, plain, BM25."""
    told = run.plain.told or {}
    for kind, title in EVIDENCE.items():
        cells = (share(run.plain.evidence[kind]), share(run.bm25.evidence[kind]))
        yield (title, share(tally(run.judged, kind, "evidence")), *cells)
        yield (f"– the search told which report(s)", "", share(told.get(kind, Share(0, 0))), "")
    for kind in ("figure", "group", "rate", "narrative"):
        yield (f"{kind}: answered right, rightly cited", share(tally(run.judged, kind, "right")), "no answer", "no answer")
    yield ("typed refusals right", share(tally(run.judged, "refusal", "right")), "none", "none")
    yield ("wrong figures shown", str(tally(run.judged, "", "wrong_shown").hits), "no answer", "no answer")
    yield ("ms a question, p50 / p95", spread(run.time), spread(run.plain.time), spread(run.bm25.time))
    for kind, time in run.time_by_kind.items():
        yield (f"– {kind}", spread(time), "", "")
    yield ("seconds a report", f"{run.taken.seconds_a_report:.3f}", f"{run.plain.seconds_a_report or 0:.3f}", "")


def markdown(runs: Sequence[Measured], where: str) -> str:
    """All runs, one table each, under the machine's line."""
    parts = [f"Machine: {where}", ""]
    for run in runs:
        failed = f"; not readable yet: {', '.join(run.taken.failed)}" if run.taken.failed else ""
        parts += [
            f"**{run.name}**: {len(run.taken.files)} reports, {len(run.judged)} questions ({run.skipped} of other reports left out), "
            f"{run.chunks} chunks{failed}",
            "",
            "| | this project | plain: splitter 500/50 + MiniLM + Chroma, top 4 | BM25 over the same chunks |",
            "|---|---|---|---|",
            *("| " + " | ".join(row) + " |" for row in rows(run)),
            "",
        ]
    return "\n".join([*parts, *wrong(runs)])


def wrong(runs: Sequence[Measured]) -> list[str]:
    """Every question that the project got wrong."""
    found = [(run.name, entry) for run in runs for entry in run.judged if not entry.right]
    if not found:
        return ["This project got no question wrong."]
    lines = ["Questions that this project got wrong:", ""]
    for name, entry in found:
        lines += [f"- [{name}] {entry.case.kind}: {entry.case.ask}", f"  - expected: {expected(entry.case)}", f"  - came: {entry.came}"]
    return lines


def expected(case: Any) -> str:
    """What is right, on one line."""
    parts = [f"values={[str(value) for value in case.values]}"] if case.values else []
    parts += [f"{g.file}:{g.table}.{g.row}.{g.column}={g.raw}" for g in case.cells]
    parts += [f"{file}: …{words}…" for file, words in case.quotes]
    return "; ".join(parts) or f"{case.status}/{'|'.join(case.reasons)}"


def as_json(runs: Sequence[Measured], where: str) -> dict[str, Any]:
    """Everything measured, every question with it."""
    return {"machine": where, "runs": [run_json(run) for run in runs]}


def run_json(run: Measured) -> dict[str, Any]:
    """One run."""
    kinds = ("figure", "group", "rate", "narrative", "refusal")
    whats = ("right", "evidence", "wrong_shown")
    return {
        "name": run.name,
        "files": list(run.taken.files),
        "failed": list(run.taken.failed),
        "questions": len(run.judged),
        "skipped": run.skipped,
        "chunks": run.chunks,
        "project": {
            "by_kind": {kind: {what: vars(tally(run.judged, kind, what)) for what in whats} for kind in kinds},
            "ms": vars(run.time),
            "ms_by_kind": {kind: vars(time) for kind, time in run.time_by_kind.items()},
            "seconds_a_report": run.taken.seconds_a_report,
        },
        "plain": searched_json(run.plain),
        "bm25": searched_json(run.bm25),
        "answers": [
            {"ask": e.case.ask, "kind": e.case.kind, "right": e.right, "evidence": e.evidence, "expected": expected(e.case), "came": e.came}
            for e in run.judged
        ],
    }


def searched_json(found: Any) -> dict[str, Any]:
    """One search."""
    return {
        "evidence": {kind: vars(hits) for kind, hits in found.evidence.items()},
        "evidence_told_the_report": {kind: vars(hits) for kind, hits in (found.told or {}).items()},
        "ms": vars(found.time),
        "seconds_a_report": found.seconds_a_report,
    }
