"""`python -m ingest audit`: review sheets as text, JSON or a Word file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.audit.review import review
from ingest.audit.rules import load_rules
from ingest.audit.sheet import sheet_json, sheet_text
from ingest.audit.words import Words
from ingest.form.catalogue import load_catalogue
from ingest.settings import Settings
from ingest.store.errors import ReportNotFound
from ingest.store.store import Store
from ingest.wording import wording


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes besides --home and --json."""
    parser.add_argument("report_id", nargs="?", help="报告编号；不给则核查全部 / one report; all where left out")
    parser.add_argument("--docx", metavar="FILE", help="写成 Word 核查报告 / write a Word file")
    parser.add_argument("--lang", choices=["zh", "en"], help="语言 / language (NIANBAO_LANG)")


def audit(options: argparse.Namespace, settings: Settings) -> int:
    """Print one sheet, or all; exit code 1 only where there is no such report or the file cannot be written."""
    lang = options.lang or settings.lang
    rules, catalogue = load_rules(), load_catalogue()
    with Store.open_as_made(settings.home) as store:
        ids = [options.report_id] if options.report_id else [report.report_id for report in store.reports()]
        try:
            sheets = [Words(review(store, catalogue, rules, report_id), rules, lang) for report_id in ids]
        except ReportNotFound:
            print(wording("ingest").get("no_report", lang, report_id=options.report_id), file=sys.stderr)
            return 1
    if options.json:
        for words in sheets:
            print(json.dumps(sheet_json(words), ensure_ascii=False))
    elif not options.docx:
        print("\n\n".join(map(sheet_text, sheets)) or wording("audit").get("none_stored", lang))
    return write(Path(options.docx), sheets, lang) if options.docx else 0


def write(path: Path, sheets: Sequence[Words], lang: str) -> int:
    """Write the Word file and say so on standard error, apart from what is printed."""
    from ingest.audit.sheet_docx import write_docx  # noqa: PLC0415  python-docx is slow to import

    try:
        write_docx(path, sheets)
    except OSError as error:
        print(wording("audit").get("unwritable", lang, file=path, detail=error.strerror or error), file=sys.stderr)
        return 1
    print(wording("audit").get("written", lang, file=path), file=sys.stderr)
    return 0
