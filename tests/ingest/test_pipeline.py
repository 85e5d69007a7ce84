"""Files in, reports stored: each whole or not at all, each bad file told once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest import worker
from ingest.embedding.choose import ChosenEmbedding
from ingest.errors import IngestError
from ingest.model import CellKey, Correction
from ingest.pipeline import Ingest, Outcome, files_of
from ingest.progress import ENDS, Progress
from ingest.reading import Overrides
from ingest.store.nouns import StoredReport, Vectors
from ingest.store.packing import Packed
from ingest.store.store import Store
from ingest.worker import Limits

KEYS = {
    "file",
    "status",
    "report_id",
    "agency",
    "year",
    "form",
    "cells",
    "unreadable",
    "passages",
    "findings",
    "error",
    "warnings",
    "stage",
    "version",
    "changed",
}
WUZHONG = "wuzhong_gov_office_2025.md"


@pytest.fixture
def store(tmp_path: Path, embedding: ChosenEmbedding) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "home", embedding.identity, embedding.dimension) as opened:
        yield opened


@pytest.fixture
def ingest(store: Store, embedding: ChosenEmbedding) -> Ingest:
    """What takes files into it, one megabyte at most."""
    return Ingest(store, embedding, Limits(file_mb=1), workers=1)


def taken(ingest: Ingest, *paths: Path, agency: str | None = None, year: int | None = None) -> list[Outcome]:
    """Outcomes of files."""
    return list(ingest.take_all(paths, Overrides(agency, year)))


def test_a_report_is_stored_whole(ingest: Ingest, store: Store, repo: Path) -> None:
    (outcome,) = taken(ingest, repo / "reports" / WUZHONG)
    assert (outcome.status, outcome.agency, outcome.year, outcome.form) == (
        "stored",
        "吴忠市人民政府办公室",
        2025,
        2021,
    )
    assert (outcome.cells, outcome.unreadable, outcome.error) == (200, 0, None)
    assert outcome.findings >= 4
    assert outcome.report_id is not None
    cells = store.cells(outcome.report_id)
    assert cells[CellKey("requests", "new", "total")].value == 37
    assert len(cells) == 200
    assert len(store.passages([outcome.report_id])) == outcome.passages > 5
    assert store.source_path(outcome.report_id).read_bytes() == (repo / "reports" / WUZHONG).read_bytes()
    assert store.doctor() == []


def test_the_same_file_again_is_unchanged(ingest: Ingest, store: Store, repo: Path, tmp_path: Path) -> None:
    path = repo / "reports" / WUZHONG
    first, generation = taken(ingest, path)[0], store.generation()
    copy = tmp_path / "another name.md"
    copy.write_bytes(path.read_bytes())
    for again in (path, copy):
        (outcome,) = taken(ingest, again)
        assert outcome.status == "unchanged"
        assert (outcome.report_id, outcome.cells, outcome.passages, outcome.findings) == (
            first.report_id, first.cells, first.passages, first.findings,
        )  # fmt: skip
    assert store.generation() == generation


def test_another_file_for_the_same_pair_is_a_new_version(
    ingest: Ingest, store: Store, repo: Path, tmp_path: Path
) -> None:
    path = repo / "reports" / WUZHONG
    (first,) = taken(ingest, path)
    later = tmp_path / "later.md"
    later.write_text(
        path.read_text(encoding="utf-8").replace("| 35 | 2 | 0 | 0 | 0 | 0 | 37 |", "| 36 | 2 | 0 | 0 | 0 | 0 | 38 |"),
        encoding="utf-8",
    )
    (second,) = taken(ingest, later)
    assert (second.status, second.report_id) == ("stored", first.report_id)
    assert first.report_id is not None
    assert [version.version for version in store.versions(first.report_id)] == [1, 2]
    assert (first.version, first.changed, second.version, second.changed) == (1, None, 2, 2)
    assert store.cells(first.report_id)[CellKey("requests", "new", "total")].value == 38
    assert store.cells(first.report_id, 1)[CellKey("requests", "new", "total")].value == 37
    assert len(store.reports()) == 1
    assert store.doctor() == []


def test_a_new_version_is_compared_as_printed_whatever_a_person_said(
    ingest: Ingest, store: Store, repo: Path, tmp_path: Path
) -> None:
    path = repo / "reports" / WUZHONG
    (first,) = taken(ingest, path)
    assert first.report_id is not None
    said = Correction(Decimal(99), "见原件", "某人", "2026-01-01T00:00:00+00:00")
    store.correct(first.report_id, CellKey("requests", "new", "total"), said)
    same, other = tmp_path / "same.md", tmp_path / "other.md"
    same.write_text(path.read_text(encoding="utf-8") + "\n补充一句话。\n", encoding="utf-8")
    other.write_text(same.read_text(encoding="utf-8").replace("| 35 | 2 |", "| 34 | 3 |"), encoding="utf-8")
    outcomes = [*taken(ingest, same, other), *taken(ingest, path)]  # two versions are handed on together
    assert [(outcome.version, outcome.changed) for outcome in outcomes] == [(2, 0), (3, 2), (4, 2)]
    (unchanged,) = taken(ingest, path)
    assert (unchanged.status, unchanged.version, unchanged.changed, unchanged.stage) == ("unchanged", 4, None, None)


BAD = {
    "empty.md": (b"", "空"),
    "blanks.txt": (b" \n\t\n ", "空"),
    "binary.md": (bytes(range(256)) * 40, "文件类型"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "损坏" if find_spec("rapidocr") else "图"),
    "archive.docx": (b"PK\x03\x04" + b"\x00" * 60, "损坏"),
    "minutes.md": ("# 会议记录\n\n今天讨论了三件事，都没有结论。\n".encode(), "不像"),
    "whose.md": ("# 政府信息公开工作年度报告\n\n## 一、总体情况\n\n本机关依法公开政府信息。\n".encode(), "--agency"),
    "huge.md": (b"# x\n" + "甲".encode() * 400_000, "MB"),
}


STAGES = {
    "empty.md": "open", "blanks.txt": "open", "binary.md": "load", "picture.html": "load", "archive.docx": "load",
    "minutes.md": "recognise", "whose.md": "identify", "huge.md": "open", "none.md": "open",
}  # fmt: skip


def test_a_failed_file_says_where_it_failed(ingest: Ingest, repo: Path, tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    outcomes = taken(ingest, *[tmp_path / name for name in STAGES], repo / "reports" / WUZHONG)
    assert {Path(outcome.file).name: outcome.stage for outcome in outcomes} == {**STAGES, WUZHONG: None}


def test_a_file_over_a_limit_says_so(store: Store, embedding: ChosenEmbedding, tmp_path: Path) -> None:
    slow = b"<html><table>" + b"<tr>" + b'<td rowspan="200" colspan="200">1</td>' * 20_000 + b"</tr></table>"
    (tmp_path / "slow.html").write_bytes(slow)
    (outcome,) = taken(Ingest(store, embedding, Limits(file_mb=5, seconds=1), workers=1), tmp_path / "slow.html")
    assert (outcome.status, outcome.stage) == ("failed", "limits")


def test_what_breaks_while_reading_is_told_as_reading(monkeypatch: pytest.MonkeyPatch, repo: Path) -> None:
    def broken(*_: object) -> None:
        raise KeyError("row")

    monkeypatch.setattr(worker, "read_report", broken)
    error = worker.read_job(worker.Job(repo / "reports" / WUZHONG, Overrides()), Limits())
    assert isinstance(error, IngestError)
    assert (error.stage, error.values["detail"]) == ("read", "KeyError: 'row'")


def test_a_report_that_cannot_be_stored_fails_alone(
    ingest: Ingest, store: Store, repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.put_all

    def full(packed: Sequence[tuple[Packed, Vectors, bytes]]) -> list[StoredReport]:
        if any(report.identity.year == 2020 for report, _, _ in packed):
            raise OSError(28, "No space left on device")
        return whole(packed)

    monkeypatch.setattr(store, "put_all", full)
    paths = [repo / "reports" / name for name in ("pingtan_2020.txt", "pingtan_2021.html", WUZHONG)]
    outcomes = taken(ingest, *paths)
    assert [(outcome.status, outcome.stage) for outcome in outcomes] == [
        ("failed", "store"),
        ("stored", None),
        ("stored", None),
    ]
    assert outcomes[0].error is not None
    assert "No space left" in outcomes[0].error
    assert len(store.reports()) == 2
    assert store.doctor() == []


def test_progress_is_told_file_by_file(ingest: Ingest, repo: Path, tmp_path: Path) -> None:
    good, old = repo / "reports" / WUZHONG, repo / "reports" / "pingtan_2020.txt"
    taken(ingest, old)
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "minutes.md").write_bytes(BAD["minutes.md"][0])
    told: list[Progress] = []
    paths = [tmp_path / "empty.md", good, old, tmp_path / "minutes.md"]
    outcomes = list(ingest.take_all(paths, on=told.append))
    steps = {path.name: [p.stage for p in told if p.file == str(path)] for path in paths}
    assert steps == {
        "empty.md": ["failed"],
        WUZHONG: ["queued", "read", "store", "stored"],
        "pingtan_2020.txt": ["unchanged"],
        "minutes.md": ["queued", "read", "failed"],
    }
    ends = [p for p in told if p.stage in ENDS]
    assert [(p.file, p.stage, p.done) for p in ends] == [(o.file, o.status, n) for n, o in enumerate(outcomes, 1)]
    assert {p.total for p in told} == {4}
    assert [p.done for p in told] == sorted(p.done for p in told)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_error(ingest: Ingest, store: Store, tmp_path: Path, name: str) -> None:
    content, word = BAD[name]
    (tmp_path / name).write_bytes(content)
    (outcome,) = taken(ingest, tmp_path / name)
    assert outcome.status == "failed"
    assert outcome.error is not None
    assert name in outcome.error
    assert word in outcome.error
    assert "\n" not in outcome.error
    assert (outcome.report_id, outcome.cells, store.reports(), store.doctor()) == (None, 0, [], [])


def test_bad_files_do_not_stop_the_good_ones(ingest: Ingest, store: Store, repo: Path, tmp_path: Path) -> None:
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    paths = [
        tmp_path / "empty.md",
        repo / "reports" / WUZHONG,
        tmp_path / "minutes.md",
        tmp_path / "none.md",
        repo / "reports" / "pingtan_2020.txt",
    ]
    outcomes = taken(ingest, *paths)
    assert [outcome.status for outcome in outcomes] == ["failed", "stored", "failed", "failed", "stored"]
    assert [outcome.file for outcome in outcomes] == [str(path) for path in paths]
    assert len(store.reports()) == 2
    assert store.doctor() == []


def test_what_the_user_says_wins(ingest: Ingest, store: Store, repo: Path, tmp_path: Path) -> None:
    path = repo / "reports" / WUZHONG
    (outcome,) = taken(ingest, path, agency="某市政府办", year=2022)
    assert (outcome.status, outcome.agency, outcome.year) == ("stored", "某市政府办", 2022)
    (again,) = taken(ingest, path, agency="某市政府办", year=2022)
    assert again.status == "unchanged"
    (bare,) = taken(ingest, path)  # what was said of the file is not forgotten
    assert (bare.status, bare.agency, bare.year) == ("unchanged", "某市政府办", 2022)
    (other,) = taken(ingest, path, year=2023)
    assert (other.status, other.agency, other.year) == ("stored", "吴忠市人民政府办公室", 2023)
    nameless = tmp_path / "whose.md"
    nameless.write_bytes(BAD["whose.md"][0])
    (named,) = taken(ingest, nameless, agency="某局", year=2023)
    assert (named.status, named.agency, named.year) == ("stored", "某局", 2023)
    assert store.doctor() == []


def test_outcome_is_the_contract(ingest: Ingest, repo: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    for outcome in taken(ingest, repo / "reports" / WUZHONG, tmp_path / "empty.md"):
        assert set(json.loads(json.dumps(outcome.as_json()))) >= KEYS


def test_english_errors(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    (outcome,) = ingest.take_all([tmp_path / "empty.md"], lang="en")
    assert outcome.error is not None
    assert outcome.error.startswith("The file is empty")


def test_files_of_walks_folders(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "sub/c.txt", ".hidden", ".git/x", "~$open.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    single = tmp_path / "b.md"
    assert [p.relative_to(tmp_path).as_posix() for p in files_of([single, tmp_path, single])] == [
        "b.md",
        "a.md",
        "sub/c.txt",
    ]
    assert files_of([tmp_path / "none"]) == [tmp_path / "none"]
    assert files_of([]) == []


def test_samples_are_healthy(samples_home: Path, embedding: ChosenEmbedding) -> None:
    with Store.open_for_reading(samples_home, embedding.identity, embedding.dimension) as store:
        assert {(report.agency, report.year) for report in store.reports()} == {
            ("吴忠市人民政府办公室", 2025), ("淮安市人民政府", 2024), ("淮安市洪泽区人民政府", 2023),
            ("平潭综合实验区", 2020), ("平潭综合实验区", 2021), ("平潭综合实验区", 2022),
        }  # fmt: skip
        assert store.doctor() == []
