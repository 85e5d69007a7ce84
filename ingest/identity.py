"""Whose report it is, for which year, of which scope: title, period sentence, publisher, contact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.address import printed_address
from ingest.model import Block, Document, Identity
from ingest.text import collapse, squash

REPORT_WORDS: Final = r"(?:政府信息公开|政务公开)(?:工作)?(?:情况)?(?:年度)?(?:工作)?的?(?:报告|年报)"
YEAR: Final = r"(?P<year>20\d\d|二[〇零○0O][〇零○0O一二三四五六七八九]{2})"
NAME: Final = r"[^\d。，；:]{0,40}?"
TITLE: Final = re.compile(rf"(?P<before>{NAME}){YEAR}年?(?:度)?(?P<between>{NAME})(?:年度)?{REPORT_WORDS}")
YEAR_LAST: Final = re.compile(rf"(?P<before>{NAME})(?P<between>){REPORT_WORDS}\({YEAR}年?度?\)")
PERIOD: Final = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|-|—|－|~)+(?:20\d\d年|同年)?12月31日")
SPAN: Final = re.compile(r"20\d\d年1月1日")
PUBLISHER: Final = re.compile(r"(?:发布机构|发布单位|公开机构|编制单位|来源|单位)[:：]\s*([^\s:：,，。;；]{4,30})")
CONTACT: Final = re.compile(r"与([^，。；,;（(]{3,30}?)(?:政务公开(?:办公室|科|股)?|(?<!政府)办公室)?联系")
PUBLISHED: Final = re.compile(
    r"(?:发布(?:日期|时间)|公开日期|成文日期|时间)[:：]?\s*(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
AGENCY_END: Final = re.compile(
    r"(?:省|市|区|县|旗|州|镇|乡|街道|政府|办公室|办公厅|局|委员会|委|厅|部|院|署|办|中心|处|队|社|行|会|盟|科委|公司|大学|学校|学院|医院)$"
)
NOISE: Final = re.compile(r"^(?:关于|标题|名称|正文|当前位置|首页|政府信息公开年报)[:：]?|的$|关于$")
CHINESE_YEAR: Final = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
HEAD_BLOCKS: Final = 14
PLACELESS: Final = re.compile(r"(?:[本我]?[省市区县旗州镇乡](?!场|政)|人民政府|办公[室厅]$)")
GOVERNMENT: Final = re.compile(r"(?:省|市|区|县|旗|州|盟|人民政府|管委会|管理委员会)$")
OFFICE: Final = re.compile(r"(?:办公室|办公厅|政府办)$")
WHOLE: Final = re.compile(r"汇总|各级行政机关|全(?:市|县|区|省)各|全(?:市|县|区|省)(?:共)?(?:受理|收到|新收)")


def identify(document: Document, agency: str | None = None, year: int | None = None) -> Identity | None:
    """Identity of a report; what is given overrides what is read. None where either stays unknown."""
    lines = [collapse(block.text) for block in document.blocks if block.grid is None and block.text.strip()]
    head = [squash(line) for line in lines[:HEAD_BLOCKS]]
    title, read_agency, title_year = read_title(head)
    _, named_agency, named_year = read_title([squash(document.name.rpartition(".")[0] + "政府信息公开年报")])
    full_names = [name for name in (publisher(document, lines), contact(lines)) if name]
    if PLACELESS.match(read_agency):  # 市人民政府办公室: of which city, others may say
        read_agency = next((name for name in full_names if name.endswith(read_agency)), read_agency)
    found_agency = agency or read_agency or next(iter(full_names), named_agency)
    found_year = year or period_year(lines) or title_year or named_year
    if not found_agency or not found_year:
        return None
    return Identity(
        agency=found_agency,
        year=found_year,
        title=title or f"{found_agency}{found_year}年政府信息公开工作年度报告",
        scope=scope_of(found_agency, lines),
        published=publication_date(document, lines),
        url=printed_address(document),
    )


def read_title(head: Sequence[str]) -> tuple[str, str, int | None]:
    """Title, agency and year that the first lines print; a title may run over several lines."""
    for width in (1, 2, 3):
        for start in range(len(head)):
            text = "".join(head[start : start + width])
            match = (TITLE.search(text) or YEAR_LAST.search(text)) if len(text) < 160 else None
            if match is None:
                continue
            agency = clean_agency(match["before"]) or clean_agency(match["between"]) or name_above(head[:start])
            if agency or width == 3:
                title = match[0][max(match["before"].find(agency), 0) :]
                title = title.lstrip("《") if agency in title else agency + title.lstrip("《")
                return title, agency, int(match["year"].translate(CHINESE_YEAR))
    return "", "", None


def name_above(lines: Sequence[str]) -> str:
    """Agency printed over the title, on one line or two: 吴忠市 / 人民政府办公室."""
    name = clean_agency(lines[-1]) if lines else ""
    place = clean_agency(lines[-2]) if len(lines) > 1 else ""
    return place + name if place and PLACELESS.match(name) else name


def clean_agency(text: str) -> str:
    """`text` where it is an agency's name, else ""."""
    text = re.sub(r"\([^()]{2,20}\)$", "", text.strip())  # 市场监督管理局(知识产权局)
    name = NOISE.sub("", text.strip(" -_|>·《》\"'()")).strip(" -_|>·《》\"'()年度")
    name = NOISE.sub("", name)
    name = re.sub(r"^.*(?:[^\u4e00-\u9fff·]|印发|现将|现发布)", "", name)
    return name if 3 <= len(name) <= 30 and AGENCY_END.search(name) else ""


def period_year(lines: Sequence[str]) -> int | None:
    """Year of the sentence that states the period; the date of publication never counts."""
    for line in lines:
        text = squash(line)
        match = PERIOD.search(text)
        if match:
            return int(match[1])
        if "统计" in text and (start := SPAN.search(text)):
            return int(start[0][:4])
    return None


def label_pairs(document: Document) -> Iterator[str]:
    """`name:value` of the small tables in which pages print publisher and date."""
    for block in document.blocks:
        if block.grid is None or len(block.grid.cells) > 24:
            continue
        for row in block.grid.rows():
            texts = [squash(cell.text) for cell in row]
            yield from (f"{name}:{value}" for name, value in zip(texts[::2], texts[1::2], strict=False))


def publisher(document: Document, lines: Sequence[str]) -> str:
    """Agency of a printed publisher line."""
    for text in [*label_pairs(document), *(squash(line) for line in lines[:HEAD_BLOCKS])]:
        match = PUBLISHER.search(text)
        if match and (name := clean_agency(match[1])):
            return name
    return ""


def contact(lines: Sequence[str]) -> str:
    """Agency that the closing paragraph asks readers to contact."""
    for line in reversed(lines[-6:]):
        match = CONTACT.search(squash(line))
        if match and (name := clean_agency(match[1])):
            return name
    return ""


def publication_date(document: Document, lines: Sequence[str]) -> str | None:
    """ISO date of publication where it is printed."""
    for text in [*label_pairs(document), *lines[:HEAD_BLOCKS]]:
        match = PUBLISHED.search(text)
        if match:
            return f"{int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}"
    return None


def scope_of(agency: str, lines: Sequence[str]) -> str:
    """ "office", "department" or "government" (a summary over all agencies of a place)."""
    if OFFICE.search(agency):
        return "office"
    if GOVERNMENT.search(agency) and any(WHOLE.search(squash(line)) for line in lines):
        return "government"
    return "government" if GOVERNMENT.search(agency) else "department"


def is_report(document: Document, cells_found: int) -> bool:
    """Whether the document is an annual report: its title or its sections, or tables of the form."""
    if cells_found >= 5:
        return True
    texts = [squash(block.text) for block in document.blocks if block.grid is None]
    titled = any(re.search(REPORT_WORDS, text) for text in texts[:HEAD_BLOCKS])
    return titled and any(is_section(block) for block in document.blocks)


def is_section(block: Block) -> bool:
    """Whether a block is one of the form's six section titles."""
    text = squash(block.text)
    return len(text) < 40 and bool(
        re.match(r"[一二三四五六]、(?:总体情况|主动公开|收到和处理|政府信息公开行政复议|存在的?主要问题)", text)
    )
