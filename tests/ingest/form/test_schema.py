"""Data files of the form are checked at load; what is wrong is named by file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.form.schema import Aliases, Form, FormDataError, RowTerm, Text, load_yaml

GOOD = """
form: 2021
source: 国办公开办函
first_year: 2021
tables:
  disclosure:
    section: 二
    items:
      - {item: 一, rows: [regulations], columns: [made]}
collapsed: {}
"""


def write(folder: Path, text: str) -> Path:
    """A data file."""
    path = folder / "form_x.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file_loads(tmp_path: Path) -> None:
    form = load_yaml(write(tmp_path, GOOD), Form)
    assert (form.form, form.tables["disclosure"].items[0].rows) == (2021, ["regulations"])


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [("form: 2021", "form: later", "form"), ("section: 二", "selection: 二", "tables.disclosure"),
     ("columns: [made]", "columns: made", "tables.disclosure.items.0.columns"),
     ("first_year: 2021\n", "", "first_year"), ("collapsed: {}", "collapsed: {}\nextra: 1", "extra")],
)  # fmt: skip
def test_mistakes_name_file_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(FormDataError) as caught:
        load_yaml(write(tmp_path, GOOD.replace(old, new)), Form)
    assert str(caught.value).startswith("form_x.yaml: key ")
    assert key in str(caught.value)


@pytest.mark.parametrize("text", ["form: [2021", "a: b: c", "\t- x"])
def test_what_is_no_yaml_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormDataError, match=r"form_x\.yaml: cannot be read as YAML"):
        load_yaml(write(tmp_path, text), Form)


def test_missing_and_empty_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(FormDataError, match=r"none\.yaml"):
        load_yaml(tmp_path / "none.yaml", Form)
    with pytest.raises(FormDataError, match=r"form_x\.yaml: key"):
        load_yaml(write(tmp_path, ""), Form)


def test_labels_need_both_languages() -> None:
    with pytest.raises(ValueError, match="en"):
        Text.model_validate({"zh": "规章"})
    with pytest.raises(ValueError, match="zh"):
        Text.model_validate({"zh": "", "en": "regulations"})
    with pytest.raises(ValueError, match="at least 1"):
        RowTerm(path=[], label=Text(zh="a", en="a"), definition=Text(zh="a", en="a"), aliases=Aliases(zh=[], en=[]))


def test_text_in_each_language() -> None:
    text = Text(zh="规章", en="regulations")
    assert (text.get("zh"), text.get("en")) == ("规章", "regulations")


def test_terms_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Text(zh="规章", en="regulations").zh = "x"
