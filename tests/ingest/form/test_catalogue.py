"""The official forms as data: complete, cross-checked, and a mistake names its file and key."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.form.catalogue import DATA, Catalogue, load_catalogue
from ingest.form.labels import core
from ingest.form.schema import FormDataError


def test_forms_have_the_cells_of_the_official_forms(catalogue: Catalogue) -> None:
    counts = {
        (form, table): len(list(catalogue.cells_of(form, table)))
        for form in catalogue.forms
        for table in catalogue.forms[form].tables
    }
    assert counts == {
        (2019, "disclosure"): 22, (2019, "requests"): 161, (2019, "disputes"): 15,
        (2021, "disclosure"): 10, (2021, "requests"): 175, (2021, "disputes"): 15,
    }  # fmt: skip


def test_groups_of_the_form(catalogue: Catalogue) -> None:
    terms = {
        key: [term.split("/")[0] for term in catalogue.metrics[key].terms]
        for key in ("denied", "unable", "unprocessed")
    }
    assert terms == {
        "denied": [f"d{n}" for n in range(1, 9)], "unable": ["u1", "u2", "u3"], "unprocessed": [f"n{n}" for n in range(1, 6)],
    }  # fmt: skip
    assert {"denied", "unable", "unprocessed", "other_handling"} <= set(catalogue.metrics)
    assert any(metric.kind == "rate" for metric in catalogue.metrics.values())


def test_identities_of_the_form(catalogue: Catalogue) -> None:
    assert {"balance", "parts", "columns", "disputes"} <= set(catalogue.identities)
    parts = catalogue.identities["parts"]
    rows = catalogue.forms[2021].tables["requests"].items[0].rows
    assert [*parts.left] == rows[2:-2]
    assert parts.right == ["total"]


def test_columns_of_row(catalogue: Catalogue) -> None:
    assert catalogue.columns_of_row(2021, "disclosure", "fees") == ("amount",)
    assert catalogue.columns_of_row(2019, "disclosure", "fees") == ("previous", "change")
    assert catalogue.columns_of_row(2021, "disclosure", "procurement") == ()
    assert len(catalogue.columns_of_row(2021, "requests", "o_all")) == 7


def test_units(catalogue: Catalogue) -> None:
    assert catalogue.unit_of("disclosure", "fees", "amount") == "万元"
    assert catalogue.unit_of("requests", "new", "person") == "件"
    assert catalogue.unit_of("disclosure", "procurement", "count") == "个"


def test_labels_of_a_table_are_told_apart(catalogue: Catalogue) -> None:
    for table, terms in catalogue.rows.items():
        labels = [core(term.path[-1]) for term in terms.values()]
        assert len(labels) == len(set(labels)), table


def test_every_term_has_aliases_in_both_languages(catalogue: Catalogue) -> None:
    aliases = {key: metric.aliases for key, metric in catalogue.metrics.items()}
    for table, terms in catalogue.rows.items():
        aliases |= {f"{table}/{key}": term.aliases for key, term in terms.items() if key != "o_all"}
    bare = [key for key, said in aliases.items() if not (said.zh and said.en)]
    assert bare == []


def copy_with(folder: Path, name: str, path: list[str | int], value: Any) -> Path:
    """A copy of the data in which one key of one file is another; None removes it."""
    copy = folder / "data"
    shutil.copytree(DATA, copy)
    data = yaml.safe_load((copy / name).read_text(encoding="utf-8"))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    (copy / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return copy


BROKEN: list[tuple[str, list[str | int], Any, str]] = [
    ("rows.yaml", ["requests", "new", "label", "en"], None, "requests.new.label.en"),
    ("rows.yaml", ["requests", "new", "path"], "一、本年新收", "requests.new.path"),
    ("rows.yaml", ["requests", "new", "colour"], "red", "requests.new.colour"),
    ("columns.yaml", ["disputes", "upheld", "aliases"], None, "disputes.upheld.aliases"),
    ("metrics.yaml", ["denied", "terms"], ["d1", "d9"], "d9"),
    ("metrics.yaml", ["denied", "terms"], ["d1/nobody"], "nobody"),
    ("metrics.yaml", ["denied", "terms"], [], "denied"),
    ("metrics.yaml", ["denied", "table"], "requets", "requets"),
    ("metrics.yaml", ["denied", "kind"], "sum", "denied.kind"),
    ("metrics.yaml", ["denied", "see_also"], ["nothing"], "nothing"),
    ("identities.yaml", ["parts", "right"], ["totals"], "totals"),
    ("identities.yaml", ["parts", "table"], "tables", "tables"),
    ("identities.yaml", ["columns", "left"], ["person", "new"], "columns"),
    ("form_2021.yaml", ["tables", "requests", "items", 0, "rows"], ["new", "d99"], "d99"),
    ("form_2021.yaml", ["tables", "requests", "items", 0, "columns"], ["person", "robots"], "robots"),
    ("form_2021.yaml", ["first_year"], "soon", "first_year"),
]


@pytest.mark.parametrize(("name", "path", "value", "key"), BROKEN)
def test_broken_copy_names_file_and_key(tmp_path: Path, name: str, path: list[str | int], value: Any, key: str) -> None:
    with pytest.raises(FormDataError) as caught:
        load_catalogue(copy_with(tmp_path, name, path, value))
    assert str(caught.value).startswith(f"{name}: ")
    assert key in str(caught.value)


def test_copy_that_is_no_yaml_and_empty_folder(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    (copy / "metrics.yaml").write_text("denied: [", encoding="utf-8")
    with pytest.raises(FormDataError, match=r"metrics\.yaml"):
        load_catalogue(copy)
    with pytest.raises(FormDataError, match=r"\.yaml"):
        load_catalogue(tmp_path / "nothing")


def test_data_is_loaded_once() -> None:
    assert load_catalogue() is load_catalogue()
