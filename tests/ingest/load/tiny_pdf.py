"""A PDF writer just large enough for tests: text, lines and filled bars, at exact places."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class TinyPdf:
    """Pages are drawn in points from the top left; a Chinese character is as wide as its size, ASCII half."""

    pages: list[list[str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def page(self) -> TinyPdf:
        """Begin a page."""
        self.pages.append([])
        return self

    def text(self, x: float, y: float, text: str, size: float = 10, matrix: str = "1 0 0 1") -> None:
        """Print text with its baseline `y` points below the top."""
        self.used |= set(text)
        codes = "".join(f"{ord(c):04x}" for c in text)
        self.pages[-1].append(f"BT /F {size} Tf {matrix} {x:.2f} {HEIGHT - y:.2f} Tm <{codes}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a thin line."""
        self.pages[-1].append(f"0.5 w 0 G {x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S")

    def bar(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        """Fill a rectangle."""
        self.pages[-1].append(f"{grey} g {x0:.2f} {HEIGHT - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f 0 g")

    def table(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 10) -> None:
        """A ruled table; a text may hold newlines."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                for number, part in enumerate(text.split("\n")):
                    self.text(x + 3, y + (number + 1) * (size + 2), part, size)

    def build(self) -> bytes:
        """The file."""
        kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(self.pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
            "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering "
            "(Identity) /Supplement 0 >> /DW 1000 /W [0 127 500] /FontDescriptor << /Type /FontDescriptor /FontName "
            "/Test /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 >> >>] >>",
            stream(self.character_map()),
        ]
        for number, page in enumerate(self.pages):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {6 + 2 * number} 0 R "
                "/Resources << /Font << /F 3 0 R >> >> >>"
            )
            objects.append(stream("\n".join(page)))
        return file_of(objects)

    def character_map(self) -> str:
        """What each character code means."""
        codes = [f"{ord(c):04x}" for c in sorted(self.used)]
        blocks = [codes[i : i + 100] for i in range(0, len(codes), 100)]
        entries = "".join(
            f"{len(block)} beginbfchar\n" + "".join(f"<{c}> <{c}>\n" for c in block) + "endbfchar\n" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{entries}endcmap end end"
        )


def stream(content: str) -> str:
    """A stream object."""
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def file_of(objects: list[str]) -> bytes:
    """Objects with their table of offsets."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
