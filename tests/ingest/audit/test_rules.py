"""The checks' data files: a mistake is named with its file and key."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.audit.rules import DATA, load_rules
from ingest.form.schema import FormDataError


def test_the_shipped_files_load() -> None:
    rules = load_rules()
    assert set(rules.years) == {"carry", "in_force"}
    assert (rules.years["carry"].status, rules.years["in_force"].status) == ("error", "note")
    assert all(compiled.rule.status == "note" for compiled in rules.narrative)
    assert len(rules.sections) == 6


@pytest.mark.parametrize(
    ("file", "path", "value", "message"),
    [
        ("narrative.yaml", "rules.public.patterns", ["予以公开件"], "rules.public.patterns.0: %n"),
        ("narrative.yaml", "rules.public.patterns", ["予以公开%n%nonsense"], "%nonsense is not known"),
        ("narrative.yaml", "rules.public.patterns", ["(予以公开%n"], "is not a pattern"),
        ("narrative.yaml", "rules.public.readings", [["requests/given/total"]], "requests/given/total"),
        ("narrative.yaml", "rules.public.colour", "red", "rules.public.colour"),
        ("years.yaml", "carry.scopes", ["persons"], "carry.scopes: 'persons'"),
        ("years.yaml", "carry.left", [{"name": "carried"}], "'carried' is not known"),
        ("years.yaml", "carry.status", "fatal", "carry.status"),
        ("plausible.yaml", "too_many_documents.limit", None, "too_many_documents: either limit or right"),
        ("plausible.yaml", "too_many_documents.each", ["disclosure/papers/*"], "disclosure/papers"),
        ("sections.yaml", "sections.other.heading", "^六、(", "sections.other.heading"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, file: str, path: str, value: Any, message: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    data = yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    *parents, last = path.split(".")
    spot = data
    for key in parents:
        spot = spot[key]
    spot[last] = value
    (folder / file).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(FormDataError) as caught:
        load_rules(folder)
    assert file in str(caught.value)
    assert message in str(caught.value)
