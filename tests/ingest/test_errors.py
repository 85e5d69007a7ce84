"""Every error of a file has a code with wording, says what is wrong, where, and what to do."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from string import Template

import pytest

from ingest import errors
from ingest.errors import FileEmpty, IngestError, NotAReport
from ingest.wording import wording


def kinds(base: type[IngestError] = IngestError) -> Iterator[type[IngestError]]:
    """All errors, at any depth."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


KINDS = sorted(set(kinds()), key=lambda kind: kind.__name__)


def values_of(kind: type[IngestError]) -> dict[str, object]:
    """Something for every placeholder of an error's wording."""
    names = Template(wording("errors").texts[kind.code]["zh"]).get_identifiers()
    return {name: f"<{name}>" for name in names}


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_wording(kind: type[IngestError]) -> None:
    assert kind.code in wording("errors").texts
    values = values_of(kind)
    assert "file" in values  # which file it is
    error = kind(**values)
    for lang in ("zh", "en"):
        assert all(str(value) in error.text(lang) for value in values.values())
    assert str(error) == error.text("zh")
    assert kind.__doc__


def test_every_wording_has_an_error() -> None:
    assert set(wording("errors").texts) == {kind.code for kind in KINDS}


def test_codes_are_told_apart() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", KINDS)
def test_errors_come_back_from_another_process(kind: type[IngestError]) -> None:
    error = pickle.loads(pickle.dumps(kind(**values_of(kind))))
    assert type(error) is kind
    assert (error.values, str(error)) == (values_of(kind), str(kind(**values_of(kind))))


def test_the_stage_comes_back_and_is_told_once() -> None:
    error = pickle.loads(pickle.dumps(FileEmpty(file="a").met_at("open")))
    assert error.stage == "open"
    assert error.met_at("store").stage == "open"
    assert FileEmpty(file="b").stage == ""
    assert NotAReport(file="a").met_at("read").stage == "recognise"


@pytest.mark.parametrize("stage", errors.STAGES)
def test_every_stage_has_its_words(stage: str) -> None:
    assert f"stage_{stage}" in wording("ingest").texts


@pytest.mark.parametrize("kind", KINDS)
def test_the_tree_in_the_docstring_is_whole(kind: type[IngestError]) -> None:
    assert errors.__doc__ is not None
    assert kind.__name__ in errors.__doc__


def test_a_missing_value_is_no_silent_gap() -> None:
    with pytest.raises(ValueError, match="file"):
        FileEmpty()
