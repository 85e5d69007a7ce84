"""The short way through plain tags tells the same events at the same offsets as the tolerant parser."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load.tags import WHOLE, TagParser

Event = tuple[str, str, int, tuple[str | None, ...]]
PIECES = (
    "<p>", "</p>", "<td>", "</td >", "<TD colspan=2>", '<td ROWSPAN="3" width=4>', "<td rowspan='2'/>", "<br/>", "<br />", "</br",
    '<p class="a>b">', '<a href=x y="z" disabled>', '<a href="1"b=2>', "<a b = c>", "<a\u3000b>", "<td\ncolspan\n=\n2\n>", "<tr", "<",
    "</", "</>", "< p>", "<1>", "<p <b>", "<p x='", "'>", '">', ">", "=", "&nbsp;", "&lt;td&gt;", "&", "&#x4e00;", "文字 ", "\n", "\r\n",
    "<script>", "</script>", "</SCRIPT >", "<style type=a>", "</style>", "<title>", "</title>", "<!-- <td> -->", "<!--", "-->",
    "<!DOCTYPE html>", "<![endif]>", "<?xml a?>", "<o:p>", "</o:p>", "<td data-span=1>", "<h2>", "</H2>", "<p/>", "<td\x00>",
)  # fmt: skip


class Plain(HTMLParser):
    """The standard library's events, with the offsets that its lines and columns tell."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.events: list[Event] = []
        self.starts = [0, *(n + 1 for n, char in enumerate(text) if char == "\n")]

    def at(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def note(self, kind: str, what: str, spans: tuple[str | None, ...] = ()) -> None:
        self.events.append((kind, what, self.at(), spans))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs) if tag in WHOLE else {}
        self.note("start", tag, (known.get("colspan"), known.get("rowspan")))

    def handle_endtag(self, tag: str) -> None:
        self.note("end", tag)

    def handle_data(self, data: str) -> None:
        self.note("data", data)

    def handle_comment(self, data: str) -> None:
        self.note("comment", data)

    def handle_decl(self, decl: str) -> None:
        self.note("decl", decl)


class Short(TagParser, Plain):
    """The same notes, taken the short way."""

    def __init__(self, text: str) -> None:
        Plain.__init__(self, text)
        self.offset_in_source = 0


def events(parser: Plain) -> list[Event]:
    parser.feed(parser.source)
    parser.close()
    return parser.events


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_events_and_offsets_are_those_of_the_tolerant_parser(text: str) -> None:
    assert events(Short(text)) == events(Plain(text))


@given(st.text(alphabet="<>/td p=\"'&;!-?\nsc", max_size=30))
def test_so_are_those_of_broken_tags(text: str) -> None:
    assert events(Short(text)) == events(Plain(text))


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_alone_and_within_text(piece: str) -> None:
    for text in (piece, f"甲{piece}乙", f"<table><tr>{piece}<td>1</td></table>"):
        assert events(Short(text)) == events(Plain(text))
