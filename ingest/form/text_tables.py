"""The tables that no grid gave, read from the running text of the document."""

from __future__ import annotations

from ingest.form import disclosure, disputes, requests
from ingest.form.detached import place_detached_rows
from ingest.form.labels import FormLabels
from ingest.form.reading import Reading
from ingest.form.stream import Stream
from ingest.form.stream_disclosure import read_disclosure_stream
from ingest.form.stream_disputes import read_disputes_stream
from ingest.form.stream_requests import read_requests_stream


def read_text(reading: Reading, labels: FormLabels) -> None:
    """Read what is missing of the three tables, each only where rows of it are missing."""
    stream = Stream(reading, labels)
    if stream.missing(disclosure.TABLE):
        read_disclosure_stream(stream)
    if stream.missing(requests.TABLE):
        place_detached_rows(stream)
    if stream.missing(requests.TABLE):
        read_requests_stream(stream)
    if stream.missing(disputes.TABLE):
        read_disputes_stream(stream)
