"""The training data in training/*.yaml, validated at load with errors that name file and key."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ingest.datafile import Loaded, read_yaml

FOLDER = Path(__file__).parent / "training"
SLOTS = {"agency", "year", "term", "column", "ask", "word", "n"}


class TrainingDataError(ValueError):
    """A training file is wrong. The message names file, key and what is expected."""


class Strict(BaseModel):
    """Unknown keys are mistakes, and what was loaded does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(Strict):
    """Something that reports tell of: questions in both languages, and sentences that answer them."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    zh: list[str] = Field(min_length=2)
    en: list[str] = Field(min_length=1)
    says: list[str] = Field(min_length=2)


class Lexical(Strict):
    """Sentences about any word, so that a word without training still finds its sentence."""

    ask: list[str] = Field(min_length=1)
    says: list[str] = Field(min_length=1)


class Languages(Strict):
    """Patterns by language."""

    zh: list[str] = Field(min_length=1)
    en: list[str] = Field(min_length=1)


class Voices(Strict):
    """Patterns by language and voice."""

    zh: dict[str, list[str]]
    en: dict[str, list[str]]


class Fillers(Strict):
    """What the slots of a pattern are filled with."""

    agency_zh: list[str] = Field(min_length=1)
    agency_en: list[str] = Field(min_length=1)
    gap_zh: list[str] = Field(min_length=1)
    years: list[int] = Field(min_length=1)


class Templates(Strict):
    """Patterns of questions and what fills their slots."""

    form: Voices
    topic: Languages
    lexical: Lexical
    fillers: Fillers


class FormQuestion(Strict):
    """A question and the Chinese label of the term that it means."""

    ask: str = Field(min_length=1)
    term: str = Field(min_length=1)


class PassageQuestion(Strict):
    """A question and the sentence that answers it."""

    ask: str = Field(min_length=1)
    says: str = Field(min_length=1)


class TopicQuestion(PassageQuestion):
    """A question and a sentence about a topic; other sentences about the topic answer it as well."""

    topic: str


class HeldOut(Strict):
    """Questions that are never trained on."""

    form: list[FormQuestion]
    topics: list[TopicQuestion]
    lexical: list[PassageQuestion]


@dataclass(frozen=True)
class TrainingData:
    """Everything in the training folder."""

    topics: tuple[Topic, ...]
    templates: Templates
    heldout: HeldOut
    paraphrases: dict[str, Languages]


def load_training_data(folder: Path = FOLDER) -> TrainingData:
    """Load and check the training files. Raises TrainingDataError naming file and key."""
    topics: list[Topic] = []
    for path in sorted((folder / "topics").glob("*.yaml")):
        topics.extend(load_yaml(path, list[Topic]))
    if not topics:
        raise TrainingDataError("topics/*.yaml: no topic found")
    repeated = [key for key, count in Counter(topic.key for topic in topics).items() if count > 1]
    if repeated:
        raise TrainingDataError(f"topics/*.yaml: key {repeated[0]}: used for more than one topic")
    templates = load_yaml(folder / "templates.yaml", Templates)
    check_slots("templates.yaml", templates.model_dump(exclude={"fillers"}))
    check_slots("topics/*.yaml", {topic.key: topic.model_dump() for topic in topics})
    heldout = load_yaml(folder / "heldout.yaml", HeldOut)
    return TrainingData(tuple(topics), templates, heldout, load_yaml(folder / "paraphrases.yaml", dict[str, Languages]))


def load_yaml(path: Path, kind: type[Loaded]) -> Loaded:
    """Read `path` as `kind`. Raises TrainingDataError naming the file and the key at fault."""
    return read_yaml(path, kind, TrainingDataError)


def check_slots(file: str, value: object, key: str = "") -> None:
    """Every `{slot}` in a pattern is one that is filled."""
    if isinstance(value, dict):
        for name, inner in value.items():
            check_slots(file, inner, f"{key}.{name}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for position, inner in enumerate(value):
            check_slots(file, inner, f"{key}.{position}")
    elif isinstance(value, str):
        unfilled = value
        for slot in SLOTS:
            unfilled = unfilled.replace("{" + slot + "}", "")
        if "{" in unfilled or "}" in unfilled:
            known = ", ".join(sorted(SLOTS))
            raise TrainingDataError(f"{file}: key {key}: unknown slot in {value!r} (known: {known})")
