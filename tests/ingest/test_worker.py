"""A hostile file ends itself only: the others are read, and the message says which limit."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from ingest.errors import FileTooCostly, FileTooLarge, IngestError
from ingest.reading import NONE
from ingest.store.packing import Packed
from ingest.worker import GROUP, Job, Limits, Readers

SMALL = Limits(file_mb=5, seconds=3, memory_mb=400)
GOOD = "reports/wuzhong_gov_office_2025.md"


def read(paths: list[Path], limits: Limits = SMALL, workers: int = 2) -> dict[str, Packed | IngestError]:
    with Readers(workers, limits) as readers:
        return {job.path.name: result for job, result in readers.read(Job(path, NONE) for path in paths)}


def docx(document: str) -> bytes:
    """A Word container around one XML part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds = '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        archive.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'{kinds}<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
    return packed.getvalue()


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def hostile() -> dict[str, bytes]:
    """Files made to do harm, small on disk."""
    entities = (
        '<!DOCTYPE x [<!ENTITY a "'
        + "a" * 1000
        + '">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 20}">' for i in range(6))
        + "]>"
    )
    return {
        "bomb.docx": docx(f"<w:document {WORD}><w:body>" + " " * 80_000_000 + "</w:body></w:document>"),
        "entities.docx": docx(
            f"<?xml version='1.0'?>{entities}<w:document {WORD}><w:body><w:p><w:r><w:t>&g;</w:t></w:r></w:p></w:body></w:document>"
        ),
        "deep.html": b"<html><body>" + b"<table><tr><td>" * 200_000 + b"1",
        "divs.html": b"<html><body>" + b"<div>" * 600_000,
        "wide.html": b"<html><table>"
        + b"<tr>"
        + b'<td rowspan="9999" colspan="9999">1</td>' * 40_000
        + b"</tr></table>",
        "large.html": b"<html><p>" + b"a" * (6 * 1024 * 1024),
        "digits.txt": "三、收到和处理政府信息公开申请情况 一、本年新收政府信息公开申请数量".encode() + b"1" * 2_000_000,
    }


def test_hostile_files_end_themselves_only(tmp_path: Path, repo: Path) -> None:
    paths = []
    for name, data in hostile().items():
        path = tmp_path / name
        path.write_bytes(data)
        paths += [path, repo / GOOD]
    results = read(paths)
    good = results.pop(Path(GOOD).name)
    assert isinstance(good, Packed)
    assert (good.found, good.unreadable) == (200, 0)
    for name, result in results.items():
        assert isinstance(result, IngestError), name
    assert isinstance(results["bomb.docx"], FileTooLarge)
    assert isinstance(results["large.html"], FileTooLarge)


def test_the_limit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "slow.html"
    path.write_bytes(b"<html><table>" + b"<tr>" + b'<td rowspan="200" colspan="200">1</td>' * 20_000 + b"</tr></table>")
    result = read([path], Limits(file_mb=5, seconds=1, memory_mb=2000), workers=1)["slow.html"]
    assert isinstance(result, FileTooCostly)
    assert "1 秒" in result.text("zh")
    assert "1 seconds" in result.text("en")


def test_errors_come_back_from_the_other_process_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x7fELF" + bytes(100))
    result = read([path])["x.bin"]
    assert isinstance(result, IngestError)
    assert result.values["file"] == "x.bin"
    assert "ELF" in result.text("en")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_files(repo: Path, workers: int) -> None:
    paths = sorted((repo / "reports").glob("*.*"))
    with Readers(workers, Limits()) as readers:
        names = [job.path for job, _ in readers.read(Job(path, NONE) for path in paths)]
    assert names == paths


def test_results_that_have_come_in_are_handed_on_together(tmp_path: Path, repo: Path) -> None:
    paths = []
    for n in range(GROUP + 2):
        paths.append(tmp_path / f"{n:02}.md")
        paths[-1].write_bytes((repo / GOOD).read_bytes())
    with Readers(1, Limits()) as readers:
        groups = readers.groups(Job(path, NONE) for path in paths)
        first = next(groups)
        while readers.pool._pending_work_items:  # until all is read, however busy the machine is
            time.sleep(0.05)
        time.sleep(0.2)
        second = next(groups)
        rest = [result for group in groups for result in group]
    assert [job.path for job, _ in (*first, *second, *rest)] == paths
    assert len(second) == min(GROUP, len(paths) - len(first))


def test_large_files_do_not_wait_by_the_dozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.worker.megabytes", lambda _: 20.0)
    asked = []

    def jobs() -> Iterator[Job]:
        for n in range(9):
            asked.append(n)
            yield Job(tmp_path / str(n), NONE)

    with Readers(2, SMALL) as readers:
        next(readers.groups(jobs()))
    assert len(asked) == 4


@pytest.mark.parametrize("breaks", [False, True])
def test_each_file_is_told_once_when_it_is_read(repo: Path, breaks: bool) -> None:
    jobs = [Job(path, NONE) for path in sorted((repo / "reports").glob("*.*"))]
    begun: list[Job] = []
    with Readers(2, Limits(), begun.append) as readers:
        if breaks:
            with pytest.raises(BrokenProcessPool):
                readers.pool.submit(os._exit, 1).result()
        seen = [list(begun) for _ in readers.read(jobs)]
    assert begun == jobs
    assert all(job in told for job, told in zip(jobs, seen, strict=True))


def test_a_pool_that_breaks_between_two_files_loses_none(repo: Path) -> None:
    with Readers(2, Limits()) as readers:
        assert readers.pool.submit(os.getpid).result() > 0
        with pytest.raises(BrokenProcessPool):
            readers.pool.submit(os._exit, 1).result()
        results = list(readers.read([Job(repo / GOOD, NONE)] * 3))
    assert all(isinstance(result, Packed) for _, result in results)
    assert len(results) == 3
