"""`python -m ingest correct`: a person's word on a cell."""

from __future__ import annotations

import argparse
import getpass
import sys

from ingest.correct import CorrectionError, cell_key, correct, correction_of
from ingest.form.catalogue import load_catalogue
from ingest.settings import Settings
from ingest.store.errors import ReportNotFound
from ingest.store.store import Store
from ingest.wording import wording


def add_arguments(made: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    made.add_argument("report_id", help="报告编号 / report")
    made.add_argument("cell", help="单元格 表/行/列 / cell as table/row/column, e.g. requests/u1/total")
    made.add_argument("value", nargs="?", help="正确的数 / the right number")
    made.add_argument("--why", default="", help="理由 / reason")
    made.add_argument("--who", default="", help="更正人 / who says so")
    made.add_argument("--undo", action="store_true", help="撤销更正 / take the correction back")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Keep a correction or take it back; exit code 1 where it cannot be done."""
    words = wording("ingest")
    try:
        key = cell_key(options.cell)
        said = None if options.undo else correction_of(options.value or "", options.why, options.who or user())
        with Store.open_as_made(settings.home) as store:
            correct(store, load_catalogue(), options.report_id, key, said)
            raw = store.cells(options.report_id)[key].raw
    except CorrectionError as error:
        print(error.text(settings.lang), file=sys.stderr)
        return 1
    except ReportNotFound:
        print(words.get("no_report", settings.lang, report_id=options.report_id), file=sys.stderr)
        return 1
    if said is None:
        print(words.get("uncorrected", settings.lang, cell=key))
    else:
        print(words.get("corrected", settings.lang, cell=key, raw=raw, value=said.value, why=said.why))
    return 0


def user() -> str:
    """Name of the user at the keyboard, or nothing where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
