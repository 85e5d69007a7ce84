"""How long a question takes, kind by kind, over ten, a hundred and a thousand reports."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.chain import Bot, open_bot
from bot.model import Question
from ingest.embedding.choose import load_embedding
from ingest.pipeline import Ingest
from ingest.settings import Settings
from ingest.store.store import Store
from tests.bench.many import write_many
from tests.bench.timing import Spread, seconds, spread

SIZES: Final = (10, 100, 1000)
ASKED: Final = 12  # reports that each kind is asked of
KINDS: Final = {
    "value": "{agency}{year}年收到多少件申请",
    "group": "{agency}{year}年不予公开多少件",
    "list": "{agency}{year}年无法提供各种情形分别多少",
    "share": "{agency}{year}年自然人占新收申请的比例",
    "rate": "{agency}{year}年公开率",
    "difference": "{agency}{year}年予以公开比部分公开多几件",
    "check": "{agency}{year}年数字对得上吗",
    "definition": "什么是不予处理",
    "narrative": "{agency}{year}年存在哪些问题",
    "refusal": "{agency}{year}年女性申请人提了多少件",
    "rank over all": "所有报告里新收申请最多的前三名",
    "sum over all": "所有报告新收申请合计多少件",
    "text over all": "哪些报告提到业务培训",
}


@dataclass(frozen=True)
class Kind:
    """One kind of question over a store of one size."""

    reports: int
    kind: str
    spread: Spread


def measure_growth(sources: Sequence[Path], sizes: Sequence[int] = SIZES) -> list[Kind]:
    """Milliseconds by kind for each size; the first question of a kind is not counted."""
    found: list[Kind] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            bot = bot_over(Path(folder), list(sources), size)
            found += [Kind(size, kind, spread(times(bot, pattern))) for kind, pattern in KINDS.items()]
            bot.store.close()
    return found


def bot_over(folder: Path, sources: list[Path], size: int) -> Bot:
    """A bot over so many reports."""
    files = folder / "files"
    files.mkdir()
    settings = Settings(home=folder / "home")
    embedding = load_embedding()
    with Store.open(settings.home, embedding.identity, embedding.dimension) as store:
        for _ in Ingest(store, embedding).take_all(write_many(files, sources, size)):
            pass
    return open_bot(settings)


def times(bot: Bot, pattern: str) -> list[float]:
    """Milliseconds of one kind, asked of several reports."""
    reports = bot.store.reports()
    chosen = reports[:: max(1, len(reports) // ASKED)][:ASKED]
    asked = [Question(pattern.format(agency=r.agency, year=r.year)) for r in chosen]
    bot.ask(asked[0])
    return [seconds(lambda question=question: bot.ask(question)) * 1000 for question in asked]  # type: ignore[misc]


def table(found: Sequence[Kind]) -> str:
    """Markdown: a row a kind, p50 / p95 for each size."""
    sizes = sorted({kind.reports for kind in found})
    lines = [
        "| ms, p50 / p95 | " + " | ".join(f"{size} reports" for size in sizes) + " |",
        "|---" * (len(sizes) + 1) + "|",
    ]
    for name in KINDS:
        cells = [
            f"{k.spread.p50:.1f} / {k.spread.p95:.1f}"
            for size in sizes
            for k in found
            if (k.kind, k.reports) == (name, size)
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
