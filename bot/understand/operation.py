"""What a question wants done: by its words, and by what it names."""

from __future__ import annotations

import re
from typing import Final

from bot.plan import Operation
from bot.understand.parts import Parts
from bot.understand.targets import asking_columns
from bot.understand.topic import topic_of

CHANGES: Final = frozenset({Operation.GROWTH, Operation.DIFFERENCE})
COUNTING: Final = frozenset(
    {"number", "list", "share", "growth", "difference", "rank", "most", "least", "trend", "sum", "ratio", "mean", "table", "claim"}
)  # fmt: skip
PICKING: Final = re.compile(
    r"哪|那些|那几|谁|的有|找出|列出|列一?下|筛|理由|情形|原因|年份|名单|的(?:单位|报告|机关|地方)|which|what|who|list|name the"
)
VERIFIED: Final = re.compile(r"核对|核实|有误|属实|verify")  # a number that is claimed, not the sums of a table
SHARED: Final = re.compile(r"占|share of|percent(?:age)? of|proportion of")
TELLING: Final = 3  # characters of a topic that tell it from a word that only happens to be there
SAID_OF_TEXTS: Final = frozenset({"disclosed", "total", "new"})  # 公开了多少 is said of texts too
AMOUNT: Final = re.compile(r"多少|几|差|变化|增|减|change|how (?:many|much)|by what")
SEVERAL_ASKED: Final = 2  # question marks: then several things are asked one by one, and 共 adds up none of them
DIVIDED: Final = re.compile(r"÷|除以|divided by")
PERCENT: Final = re.compile(r"%|百分|percent")
TIMES: Final = re.compile(r"倍|÷|除以|顶")
SUMS: Final = re.compile(r"勾稽|一致|平衡|合计|之和|相加|加起来|对得上|对上|矛盾|相符|等于")
VERSUS: Final = re.compile(r"\bvs\b|versus|对比")
KINDS: Final = re.compile(r"[几少](?:类|种|项情形|条理由)|how many (?:kinds|types|grounds|reasons)")
TOP: Final = re.compile(
    r"前(?P<zh>[一二两三四五六七八九十\d]+)(?!年)(?:名|位|大|个|家|项|类|种|强)?"
    r"|(?:头|排头)(?P<head>[一二两三四五六七八九十\d]+)(?:名|位|个|家)"
    r"|最[多少高低大小]的(?P<of>[二两三四五六七八九十\d]+)[样个家项类种位]|top (?P<en>\w+)"
    r"|(?P<word>two|three|four|five|\d+) (?:smallest|largest|highest|lowest|biggest|most|fewest)"
)
NUMBERS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
                  "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}  # fmt: skip
PLACE: Final = re.compile(
    r"第([二三四五])(?:名|位|多|高|少|低|大)|\b(second|third|fourth|fifth)(?: place| most| highest| largest|\?|$)"
)
PLACES: Final = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
PARTS: Final = frozenset({"new", "total", "review", "litigation_direct", "litigation_after_review"})
ORDERED: Final = frozenset({"rank", "most", "least"})


def operation_of(parts: Parts) -> Operation | None:
    """What is asked to be done, or None where nothing of the form or the narrative is named."""
    claimed = parts.limit is not None and bool(parts.figures) and bool(VERIFIED.search(parts.text))
    asked = (
        "number" in parts.asks and bool(parts.figures) and VERIFIED.search(parts.text) and not SUMS.search(parts.text)
    )
    if "check" in parts.asks and not claimed and not asked:
        return Operation.CHECK
    if parts.figures and (picked := picking(parts)) is not None:
        return picked
    if narrative_first(parts):
        return Operation.NARRATIVE
    if parts.figures or asking_columns(parts.of("column")):
        return figure_operation(parts)
    return Operation.NARRATIVE if topic_of(parts.text, parts.agencies.spans) or parts.of("topic") else None


def narrative_first(parts: Parts) -> bool:
    """Whether the question is about the text: a topic of it, or why and how, and no number is asked for."""
    columns = asking_columns(parts.of("column"))
    if "text" in parts.asks and not (parts.asks & {"growth", "difference"} and parts.figures):
        return True
    telling = any(n.entry.weight >= TELLING for n in parts.of("topic"))
    strong = [n for n in parts.strong if not (telling and n.entry.key in SAID_OF_TEXTS)]
    if parts.of("topic") and not strong and (telling or not any(n.entry.table == "requests" for n in columns)):
        return True
    if parts.asks & COUNTING:
        return False
    if not parts.strong and not columns:
        return bool(topic_of(parts.text, parts.agencies.spans))
    return "how" in parts.asks


def figure_operation(parts: Parts) -> Operation:
    """Operation over figures; the most specific wish wins."""
    if any(n.entry.key == "change" for n in parts.of("column")):
        return Operation.VALUE  # the 2019 form prints the change itself
    if (between := between_operation(parts)) is not None:
        return between
    together = many(parts) or several(parts)
    if parts.asks & ORDERED and together:
        return Operation.RANK
    if "share" in parts.asks and SHARED.search(parts.text):
        return Operation.SHARE
    if "sum" in parts.asks and together and parts.text.count("?") < SEVERAL_ASKED:
        return Operation.SUM
    if "share" in parts.asks:
        return Operation.SHARE
    parted = any(n.entry.kind == "metric" or n.entry.key in PARTS for n in parts.figures)
    if parts.asks & ORDERED and parted:
        return Operation.RANK
    return Operation.LIST if "list" in parts.asks else Operation.VALUE


def between_operation(parts: Parts) -> Operation | None:
    """A mean, or what lies between two figures: growth, ratio or difference; None where none is asked."""
    if "ratio" in parts.asks and DIVIDED.search(parts.text) and PERCENT.search(parts.text):
        return Operation.SHARE
    asks = parts.asks - {"ratio"} if "占" in parts.text and not TIMES.search(parts.text) else parts.asks
    for wish, operation in (("mean", Operation.MEAN), ("growth", Operation.GROWTH), ("ratio", Operation.RATIO)):
        if wish in asks and (operation is not Operation.MEAN or many(parts)):
            return operation
    if "difference" not in parts.asks or ("share" in parts.asks and not many(parts)):
        return None
    if VERSUS.search(parts.text) and not AMOUNT.search(parts.text):
        return Operation.VALUE  # side by side
    swings = len(parts.years.years) > 2 and not AMOUNT.search(parts.text)  # up or down: every year is shown
    return Operation.VALUE if swings else Operation.DIFFERENCE


def picking(parts: Parts) -> Operation | None:
    """Whether reports or parts that keep a limit are to be counted or named."""
    if "claim" in parts.asks:
        return None
    if "text" in parts.asks:
        return None
    if "count" in parts.asks and (many(parts) or parts.limit or KINDS.search(parts.text)):
        return Operation.COUNT
    return Operation.FILTER if parts.limit is not None and PICKING.search(parts.text) else None


def many(parts: Parts) -> bool:
    """Whether several reports are asked about."""
    return len(parts.pairs) > 1 or parts.agencies.every or len(parts.agencies.names) > 1 or len(parts.years.years) > 1


def several(parts: Parts) -> bool:
    """Whether several figures of one report are named."""
    return len({(n.entry.table, n.entry.key) for n in parts.figures}) > 1 or len(asking_columns(parts.of("column"))) > 1


def top_of(text: str) -> int | None:
    """How many of an order are asked for: 前三名."""
    match = TOP.search(text)
    if match is None:
        return None
    word = next((group for group in match.groups() if group), "")
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def place_of(text: str) -> int | None:
    """Which place of an order is asked for: 第二名, the second most."""
    match = PLACE.search(text)
    word = next((group for group in match.groups() if group), "") if match else ""
    return PLACES.get(word) or NUMBERS.get(word)


def by_limit(operation: Operation | None, parts: Parts) -> Operation | None:
    """A limit in percents asks for a share or a growth, not for the figure itself."""
    rate = any(n.entry.kind == "metric" and n.entry.key.endswith("rate") for n in parts.figures)
    if operation is None or parts.limit is None or not parts.limit.percent or rate:
        return operation
    return {Operation.VALUE: Operation.SHARE, Operation.DIFFERENCE: Operation.GROWTH}.get(operation, operation)
