"""Command line of the bot: parses arguments and prints, nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.chain import Bot, open_bot
from bot.curated import CuratedError
from bot.evaluate import run
from bot.evaluate.cases import CaseError, read_cases
from bot.model import Answer, Question
from ingest.embedding.choose import EmbeddingError
from ingest.settings import SettingsError, read_settings
from ingest.store.errors import StoreError


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question, or a file of them; exit code 0 whatever the answer is."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    evaluating = words[:1] == ["eval"]
    options = eval_parser().parse_args(words[1:]) if evaluating else parser().parse_args(words)
    try:
        settings = read_settings()
        if options.home:
            settings = settings.model_copy(update={"home": Path(options.home)})
        bot = open_bot(settings)
    except (SettingsError, StoreError, EmbeddingError, CuratedError) as error:
        print(error, file=sys.stderr)
        return 1
    if evaluating:
        return evaluate(bot, Path(options.file), as_json=options.json)
    if options.batch:
        return batch(bot, Path(options.batch))
    show(bot.ask(Question(clean(options.question), lang=options.lang)), as_json=options.json)
    return 0


def parser() -> argparse.ArgumentParser:
    """Arguments of `python -m bot`."""
    made = argparse.ArgumentParser(
        prog="python -m bot", description="向已导入的年度报告提问 / ask the reports taken in"
    )
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="问题 / the question")
    what.add_argument("--batch", metavar="FILE.jsonl", help='每行一个 {"question", "history"} / one object a line')
    made.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    made.add_argument("--lang", choices=("zh", "en"), help="回答的语言 / language of the answer")
    made.add_argument("--home", help="存放数据的文件夹 / folder that holds the stores (NIANBAO_HOME)")
    return made


def eval_parser() -> argparse.ArgumentParser:
    """Arguments of `python -m bot eval`."""
    made = argparse.ArgumentParser(
        prog="python -m bot eval", description="用一套题目检验回答 / run a question set and say how much is right"
    )
    made.add_argument(
        "file", metavar="FILE.jsonl", help="每行一题，附正确答案 / one question a line with what is right"
    )
    made.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    made.add_argument("--home", help="存放数据的文件夹 / folder that holds the stores (NIANBAO_HOME)")
    return made


def evaluate(bot: Bot, path: Path, *, as_json: bool) -> int:
    """Run a question set; exit code 1 where it cannot be used or a wrong figure was shown."""
    try:
        verdicts = run.run(read_cases(path), bot.ask)
    except CaseError as error:
        print(error, file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(run.as_json(verdicts), ensure_ascii=False, indent=2))
    else:
        print("\n".join(run.as_text(verdicts)))
    return 1 if any(verdict.wrong_figure for verdict in verdicts) else 0


def batch(bot: Bot, path: Path) -> int:
    """Answer a file of questions in order; a line that is no question is named, and the rest goes on."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 1
    failed = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        question = read_question(line)
        if question is None:
            failed = True
            print(f"{path}:{number}: 不是问题对象 / not a question object", file=sys.stderr)
            print(json.dumps({"status": "failed", "error": f"line {number}"}), flush=True)
        else:
            print(json.dumps(bot.ask(question).as_json(), ensure_ascii=False), flush=True)
    return 1 if failed else 0


def read_question(line: str) -> Question | None:
    """A line of a batch as a question, or None."""
    try:
        asked = json.loads(line)
        history = tuple(clean(str(earlier)) for earlier in asked.get("history") or ())
        lang = asked.get("lang") if asked.get("lang") in ("zh", "en") else None
        return Question(clean(str(asked["question"])), history, lang)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def clean(text: str) -> str:
    """`text` without halves of characters, which cannot be printed."""
    return text.encode("utf-8", "replace").decode("utf-8")


def show(answer: Answer, *, as_json: bool) -> None:
    """Print an answer: JSON, or its text with the sources under it."""
    if as_json:
        print(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
        return
    print(answer.answer)
    for citation in answer.citations:
        what = (
            f"{citation.row_label} / {citation.column_label} = {citation.raw}"
            if citation.kind == "cell"
            else citation.quote
        )
        print(
            f"[{citation.n}] {citation.agency} {citation.year} · {citation.file}:{citation.line or '-'} · {citation.section} · {what}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
