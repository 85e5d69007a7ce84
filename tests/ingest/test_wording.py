"""Every wording has both languages, the same placeholders, and is asked for by a key that exists."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

import pytest
import yaml

from ingest import wording as module
from ingest.wording import Wording, WordingError, wording

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
FILES = sorted(path.stem for path in PROMPTS.glob("*.yaml"))
CALL = re.compile(r"wording\(\"(\w+)\"\)\.get\(\s*\"(\w+)\"")


def placeholders(text: str) -> set[str]:
    """Names of the `$placeholders` of a template."""
    return set(Template(text).get_identifiers())


def test_there_are_wordings() -> None:
    assert {"answers", "errors", "ingest", "web"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same(name: str) -> None:
    for key, texts in wording(name).texts.items():
        assert set(texts) == {"zh", "en"}, key
        assert all(text.strip() for text in texts.values()), key
        assert Template(texts["zh"]).is_valid(), key
        assert Template(texts["en"]).is_valid(), key
        # $also and the like may be left out where a language does not need them, but nothing is made up
        assert placeholders(texts["zh"]) == placeholders(texts["en"]), f"{name}.{key}"


@pytest.mark.parametrize("name", FILES)
def test_english_is_english_and_chinese_is_chinese(name: str) -> None:
    for key, texts in wording(name).texts.items():
        words = re.sub(r"\$\w+", "", texts["en"])
        assert not re.search(r"[。，；]", words), f"{name}.{key}"


def test_wordings_that_are_asked_for_exist() -> None:
    asked = [(path, *found) for folder in ("ingest", "bot") for path in (PROMPTS.parent / folder).rglob("*.py")
             for found in CALL.findall(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert asked
    assert [(path.name, name, key) for path, name, key in asked if key not in wording(name).texts] == []


def test_placeholders_are_filled() -> None:
    words = Wording("x", {"hello": {"zh": "你好，$name", "en": "Hello $name"}})
    assert words.get("hello", "en", name=7, spare="not used") == "Hello 7"
    with pytest.raises(WordingError, match=r"prompts/x\.yaml: key hello\.zh: placeholder 'name'"):
        words.get("hello", "zh")
    with pytest.raises(WordingError, match=r"key bye\.en is missing"):
        words.get("bye", "en")
    with pytest.raises(WordingError, match=r"key hello\.de is missing"):
        words.get("hello", "de")


def test_a_file_that_lacks_a_language_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half.yaml").write_text(yaml.safe_dump({"hello": {"zh": "你好"}}), encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(WordingError, match=r"prompts/half\.yaml: key hello lacks en"):
        wording("half")
