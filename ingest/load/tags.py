"""The standard library's tolerant HTML parser with a short way for the tags that nearly every page is made of."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

# A plain tag that the tolerant parser reads the same way; whatever else there is goes to that parser.
START: Final = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9:]*+)"
    r"((?:[ \t\r\n]++[a-zA-Z][-\w:.]*+(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=/`]++))?+)*+)[ \t\r\n]*+>"
)
END: Final = re.compile(r"</([a-zA-Z][a-zA-Z0-9:]*+)>")
SPAN: Final = re.compile("span", re.IGNORECASE)
WHOLE: Final = frozenset({"td", "th"})  # whose attributes are looked at, where they tell a span
# After these the text is not made of tags: only the tolerant parser knows where it ends.
RAW: Final = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})


class TagParser(HTMLParser):
    """Events as of HTMLParser, but `attrs` holds only what a tag of `WHOLE` has, and `at` tells offsets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.offset_in_source = 0

    def at(self) -> int:
        """Offset of the event at hand in the source."""
        return self.offset_in_source

    def updatepos(self, i: int, j: int) -> int:
        """What was read from i to j is counted as it is: lines need not be."""
        if j > i:
            self.offset_in_source += j - i
        return j

    def parse_starttag(self, i: int) -> int:
        """Handle the tag at i; where it ends, or below 0 where it does not."""
        found = START.match(self.rawdata, i)
        if found is None:
            return super().parse_starttag(i)
        tag = found[1].lower()
        if tag in RAW or (tag in WHOLE and SPAN.search(found[2])):
            return super().parse_starttag(i)
        self.handle_starttag(tag, [])
        return found.end()

    def parse_endtag(self, i: int) -> int:
        """Handle the end tag at i; where it ends, or below 0 where it does not."""
        found = END.match(self.rawdata, i) if self.cdata_elem is None else None
        if found is None:
            return super().parse_endtag(i)
        self.handle_endtag(found[1].lower())
        return found.end()
