"""Command line of the benchmark: `python -m tests.bench [--reading | --rate | --growth | --ranking] [--json OUT] [--reports DIR]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NO_GOLD = "Cells of the form: no transcription (gold.json) beside the published reports, nothing to compare with."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table; exit code 1 where the extra `bench` is not installed."""
    os.environ.update(HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False", TOKENIZERS_PARALLELISM="false")
    options = parser().parse_args(arguments)
    if options.growth or options.ranking:
        print(growth_table(options) if options.growth else ranking_table(options))
        return 0
    reading = reading_table(options)
    if options.reading:
        print(reading or NO_GOLD)
        return 0
    from tests.bench import plain_pipeline
    from tests.bench.measure import measure
    from tests.bench.questions import read_questions
    from tests.bench.rate import measure_rate, sentence
    from tests.bench.report import as_json, machine, markdown

    if absent := plain_pipeline.missing():
        print(f"not installed: {', '.join(absent)}; pip install -e '.[bench]'", file=sys.stderr)
        return 1
    model = plain_pipeline.load_model()
    folders = [folder for folder in (options.published, options.reports) if folder.is_dir()]
    rate = measure_rate([path for folder in folders for path in sorted(folder.iterdir())], model)
    if options.rate:
        print(f"Machine: {machine()}", sentence(rate), sep="\n\n")
        return 0
    sets = [
        ("reports", options.reports, "questions.yaml"),
        ("published reports", options.published, "questions_real.yaml"),
    ]
    runs = [
        measure(name, folder, read_questions(HERE / questions), model)
        for name, folder, questions in sets
        if folder.is_dir()
    ]
    where = machine()
    if options.json:
        options.json.write_text(
            json.dumps(as_json(runs, where) | {"rate": asdict(rate)}, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    print(markdown(runs, where), sentence(rate), reading or NO_GOLD, sep="\n\n")
    return 0


def growth_table(options: argparse.Namespace) -> str:
    """Time by kind over ten, a hundred and a thousand reports."""
    from tests.bench.growth import measure_growth, table

    folders = [folder for folder in (options.published, options.reports) if folder.is_dir()]
    return table(measure_growth([path for folder in folders for path in sorted(folder.iterdir())]))


def ranking_table(options: argparse.Namespace) -> str:
    """How passages are best ranked, over the question sets."""
    from tests.bench.ranking import compare_over, table

    return table(compare_over(options.published, HERE.parent / "questions"))


def reading_table(options: argparse.Namespace) -> str:
    """How many cells are read right, beside plain readings; empty where nothing was transcribed."""
    from tests.bench.reading import compare, table

    gold = options.published / "gold.json"
    return table(compare([options.reports, options.published], gold)) if gold.is_file() else ""


def parser() -> argparse.ArgumentParser:
    """Arguments of the benchmark."""
    made = argparse.ArgumentParser(
        prog="python -m tests.bench", description="this project, a plain pipeline and BM25 side by side"
    )
    made.add_argument("--reading", action="store_true", help="only compare how the cells of the reports are read")
    made.add_argument("--rate", action="store_true", help="only compare how fast many reports are taken in")
    made.add_argument("--growth", action="store_true", help="time by kind over 10, 100 and 1000 reports")
    made.add_argument("--ranking", action="store_true", help="ways of ranking passages")
    made.add_argument("--json", type=Path, metavar="OUT", help="write everything measured to this file")
    made.add_argument(
        "--reports", type=Path, default=ROOT / "reports", metavar="DIR", help="reports that questions.yaml asks about"
    )
    made.add_argument(
        "--published", type=Path, default=ROOT.parent / "shared" / "reports", metavar="DIR",
        help="published reports that questions_real.yaml asks about; left out where the folder is not there",
    )  # fmt: skip
    return made


if __name__ == "__main__":
    raise SystemExit(main())
