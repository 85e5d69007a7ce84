"""Command line of ingest: parses arguments and prints, nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from ingest.commands import audit, correct
from ingest.commands.progress import progress_line
from ingest.embedding.choose import EmbeddingError, load_embedding
from ingest.model import Cell
from ingest.pipeline import Outcome, files_of, passage_text
from ingest.reading import Overrides
from ingest.settings import Settings, SettingsError, read_settings
from ingest.startup import ingest_of, open_store
from ingest.store.errors import ReportNotFound, StoreError
from ingest.store.store import Store
from ingest.wording import wording

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what goes wrong is one sentence on standard error and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, Command] = {
        "audit": audit.audit, "correct": correct.run, "export": export, "list": list_reports, "doctor": doctor, "reembed": reembed,
    }  # fmt: skip
    name = words[0] if words and words[0] in commands else ""
    options = parser(name).parse_args(words[1:] if name else words)
    try:
        settings = read_settings()
        if options.home:
            settings = settings.model_copy(update={"home": Path(options.home)})
        return (commands.get(name) or take)(options, settings)
    except (SettingsError, StoreError, EmbeddingError) as error:
        print(error, file=sys.stderr)
        return 1


def parser(command: str) -> argparse.ArgumentParser:
    """Arguments of one command."""
    made = argparse.ArgumentParser(
        prog=f"python -m ingest {command}".strip(),
        description="导入年度报告 / take in annual reports. 其他命令 / other commands: list, export, audit, correct, doctor, reembed",
    )
    made.add_argument("--home", help="存放数据的文件夹 / folder that holds the stores (NIANBAO_HOME)")
    made.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    if command == "":
        made.add_argument("paths", nargs="+", metavar="PATH", help="文件或文件夹 / files or folders")
        made.add_argument("--agency", help="指明机关 / whose report it is")
        made.add_argument("--year", type=int, help="指明年份 / for which year")
    elif command == "audit":
        audit.add_arguments(made)
    elif command == "correct":
        correct.add_arguments(made)
    elif command == "export":
        made.add_argument("report_id")
    elif command == "doctor":
        made.add_argument("--mend", action="store_true", help="重建索引 / rebuild the index")
    elif command == "reembed":
        made.add_argument("--embedding", help="模型名或文件夹 / model name or folder (NIANBAO_EMBEDDING)")
    return made


def take(options: argparse.Namespace, settings: Settings) -> int:
    """Take in files; exit code 1 where any failed."""
    paths = files_of([Path(path) for path in options.paths])
    words = wording("ingest")
    if not paths:
        print(words.get("no_files", settings.lang, paths=" ".join(options.paths)), file=sys.stderr)
        return 1
    store, embedding = open_store(settings)
    failed = False
    with store:
        ingest = ingest_of(settings, store, embedding)
        line = progress_line(sys.stderr, len(paths), settings.lang, as_json=options.json)
        taken = ingest.take_all(paths, Overrides(options.agency, options.year), settings.lang, line)
        for done, outcome in enumerate(taken, 1):
            failed = failed or outcome.status == "failed"
            with line.aside(done) if line is not None else nullcontext():
                print_outcome(outcome, as_json=options.json, lang=settings.lang)
    return 1 if failed else 0


def print_outcome(outcome: Outcome, *, as_json: bool, lang: str) -> None:
    """One object or one sentence a file; failures go to standard error unless JSON was asked for."""
    if as_json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False), flush=True)
        return
    words = wording("ingest")
    values = {name: value for name, value in outcome.as_json().items() if name not in {"warnings", "status", "stage"}}
    stage = words.get(f"stage_{outcome.stage}", lang) if outcome.stage else ""
    renewed = "" if outcome.changed is None else words.get("renewed", lang, **values)
    stream = sys.stderr if outcome.status == "failed" else sys.stdout
    print(words.get(outcome.status, lang, **values, stage=stage, renewed=renewed), file=stream, flush=True)
    for warning in outcome.warnings:
        print(words.get("warning", lang, text=warning), file=stream)


def existing(settings: Settings) -> Store:
    """The store as it was made, whatever its model."""
    return Store.open_as_made(settings.home)


def export(options: argparse.Namespace, settings: Settings) -> int:
    """Print a report's cells as JSON lines."""
    with existing(settings) as store:
        try:
            cells = store.cells(options.report_id)
        except ReportNotFound:
            print(wording("ingest").get("no_report", settings.lang, report_id=options.report_id), file=sys.stderr)
            return 1
        for cell in cells.values():
            print(json.dumps(cell_json(cell), ensure_ascii=False))
    return 0


def cell_json(cell: Cell) -> dict[str, object]:
    """A cell as `export` prints it; the value as exact decimal text."""
    return {
        "table": cell.key.table,
        "row": cell.key.row,
        "column": cell.key.column,
        "value": None if cell.value is None else str(cell.value),
        "raw": cell.raw,
        "state": str(cell.state),
        "page": cell.place.page if cell.place else None,
        "line": cell.place.line if cell.place else None,
        "unit": cell.unit,
        "row_label": cell.row_label,
        "column_label": cell.column_label,
        "confidence": cell.confidence,
        "method": cell.method,
        "reason": cell.reason,
        "corrected": cell.correction.why if cell.correction else None,
    }


def list_reports(options: argparse.Namespace, settings: Settings) -> int:
    """Print what is stored."""
    with existing(settings) as store:
        for report in store.reports():
            entry = {"report_id": report.report_id, "agency": report.agency, "year": report.year, "form": report.form,
                     "version": report.version, "file": report.file, "published": report.published, "url": report.url}  # fmt: skip
            texts = ("" if value is None else str(value) for value in entry.values())
            print(json.dumps(entry, ensure_ascii=False) if options.json else "\t".join(texts).rstrip())
    return 0


def doctor(options: argparse.Namespace, settings: Settings) -> int:
    """Check that cells, passages and vectors of every report agree."""
    with existing(settings) as store:
        problems = store.doctor(mend=options.mend, lang=settings.lang)
        for problem in problems:
            print(problem)
        if not problems:
            print(wording("ingest").get("healthy", settings.lang, reports=len(store.reports())))
    return 1 if problems else 0


def reembed(options: argparse.Namespace, settings: Settings) -> int:
    """Compute all vectors anew with the model that the setting names."""
    embedding = load_embedding(options.embedding if options.embedding is not None else settings.embedding)
    with existing(settings) as store:
        store.reembed(embedding.encode, embedding.identity, embedding.dimension, text_of=passage_text)
    print(wording("ingest").get("reembedded", settings.lang, model=embedding.identity))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
