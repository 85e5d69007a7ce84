"""Where the narrative gives a number for a figure of the tables, and it is another number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.narrative import Evidence, narrowed
from ingest.chunk import sentences
from ingest.form.schema import Mention
from ingest.store.nouns import StoredPassage

BLANKS = r"\s*"


def differing(
    rules: Sequence[Mention], value: Decimal, also: Mapping[str, Decimal | None], passages: Sequence[StoredPassage]
) -> list[Evidence]:
    """Sentences that name the figure with a number that fits neither reading of it."""
    found: dict[tuple[str, int], Evidence] = {}
    for rule in rules:
        readings = {value, value + sum((also.get(key) or Decimal(0) for key in rule.also), Decimal(0))}
        before = BLANKS.join(re.escape(char) for char in rule.before)
        pattern = re.compile(rf"{before}\s*(\d[\d,]*)\s*{re.escape(rule.unit)}")
        for passage in passages:
            for start, end in sentences(passage.passage.text):
                sentence = passage.passage.text[start:end]
                if not all(word in sentence for word in rule.words):
                    continue
                match = pattern.search(sentence)
                if match and Decimal(match[1].replace(",", "")) not in readings:
                    figure = (start + match.start(1), start + match.end())
                    found[(passage.passage_id, start)] = narrowed(Evidence(passage, start, end, 1.0, figure))
    return list(found.values())
