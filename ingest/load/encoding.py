"""Bytes → text. Several encodings may decode the same bytes; the one whose text reads as Chinese wins.

Text that was already broken when it was saved (UTF-8 opened as GBK or Latin-1) is told by
undoing the mistake: where that makes it much more Chinese, it is mojibake, and named.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.errors import Mojibake, UnknownType

SAMPLE: Final = 20_000
BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
DECLARED: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
ALIASES: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
# The most frequent characters of official prose, and those of the form, in both scripts.
COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西被干做必战先"
    "回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "號個國時來對會發過進經與關實業還後這為們說動種產現點無開問題辦請處屬聯條決規範類據報總護務證單檔網導變體備確際構態價壓選類設許"
    "申请公开件数量予处理答复受理办结维持纠正审纳第项规范性行政许可罚强制事业性收费诉讼复议然人企业机构组织法律服务信息"
)
FORM_WORDS: Final = ("政府信息公开", "政府資訊公開", "政府信息公開", "年度报告", "年度報告", "申请", "申請", "行政")
RECODED: Final = (
    ("gb18030", "utf-8", "UTF-8 的文件被当作 GBK 打开后又保存 / UTF-8 read as GBK"),
    ("cp1252", "utf-8", "UTF-8 的文件被当作西文编码打开后又保存 / UTF-8 read as Latin-1"),
    ("latin-1", "utf-8", "UTF-8 的文件被当作西文编码打开后又保存 / UTF-8 read as Latin-1"),
    ("cp1252", "gb18030", "GBK 的文件被当作西文编码打开后又保存 / GBK read as Latin-1"),
    ("latin-1", "gb18030", "GBK 的文件被当作西文编码打开后又保存 / GBK read as Latin-1"),
    ("utf-8", "gb18030", "GBK 的文件被当作 UTF-8 打开后又保存 / GBK read as UTF-8"),
    ("big5hkscs", "gb18030", "GBK 的文件被当作 Big5 打开后又保存 / GBK read as Big5"),
    ("gb18030", "big5hkscs", "Big5 的文件被当作 GBK 打开后又保存 / Big5 read as GBK"),
)
PLAUSIBLE: Final = 0.35
DOUBTFUL: Final = 0.7
GAIN: Final = 0.17
FEW_ERRORS: Final = 0.002
LOST: Final = 0.02  # share of replacement characters above which text is lost for good


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in one of the encodings that were tried."""

    text: str
    encoding: str
    score: float


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding. Raises UnknownType or Mojibake.

    Newlines are kept as they are but for CR, so that offsets count what an editor shows.
    """
    best = best_reading(data)
    if best is None:
        raise UnknownType(file=name, found="二进制数据 / binary data")
    how = mojibake_kind(best.text, best.score)
    if how:
        raise Mojibake(file=name, how=how)
    return best.text.replace("\r\n", "\n").replace("\r", "\n"), best.encoding


def best_reading(data: bytes) -> Decoded | None:
    """The most plausible reading. A byte-order mark decides; valid UTF-8 is no accident."""
    for mark, encoding in BOMS:
        if data.startswith(mark) and (found := reading(data, encoding, "replace")):
            return found
    for encoding in ("utf-8", *utf16_candidates(data)):
        if found := reading(data, encoding, "strict"):
            return found
    declared = DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    names = dict.fromkeys(["gb18030", "big5hkscs", *([ALIASES.get(name, name)] if name else [])])
    found_all = [r for n in names if (r := reading(data, n, "strict"))]
    found_all += [r for n in ("utf-8", *names) if (r := reading(data, n, "replace"))]
    return max(found_all, key=lambda r: r.score, default=None)


def utf16_candidates(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: its ASCII characters have every other byte zero."""
    sample = data[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(len(sample) // 50, 2):
        return ()
    return ("utf-16-be",) if even > odd else ("utf-16-le",)


def reading(data: bytes, encoding: str, errors: str) -> Decoded | None:
    """`data` in one encoding, None where it is not that, or holds what no text holds."""
    try:
        text = data.decode(encoding, errors)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
    damaged = text.count("\ufffd")
    if errors == "replace" and not encoding.startswith("utf-16") and damaged > max(2, FEW_ERRORS * len(text)):
        return None
    if len(CONTROL.findall(text, 0, SAMPLE)) > 3:
        return None
    return Decoded(text, encoding.replace("big5hkscs", "big5"), plausibility(text) - (0.01 if damaged else 0.0))


def plausibility(text: str) -> float:
    """How much `text` reads as Chinese official prose: the share of common characters, and form words.

    Text without anything but ASCII is 0.5: there is nothing to doubt.
    """
    sample = FOREIGN.findall(text, 0, SAMPLE)
    if not sample:
        return 0.5
    good = sum(map(character_worth, sample)) / len(sample)
    words = sum(1 for word in FORM_WORDS if word in text)
    return good + 0.05 * min(words, 4)


@lru_cache(maxsize=10_000)
def character_worth(char: str) -> float:
    """1 for common characters, 0.6 for punctuation, 0.3 for other Chinese ones, below 0 for what does not belong."""
    if char in COMMON:
        return 1.0
    if char in "，。、；：？！“”‘’（）《》〈〉【】—…·％　〔〕○〇×÷①②③④⑤" or "\uff10" <= char <= "\uff5a":
        return 0.6
    if "\u4e00" <= char <= "\u9fff":
        return 0.3
    if char == "\ufffd" or unicodedata.category(char) in {"Co", "Cn", "Cc"}:
        return -2.0
    return -0.5


def mojibake_kind(text: str, score: float) -> str:
    """What went wrong with a text before it was saved, "" where nothing did."""
    sample = text[:SAMPLE]
    foreign = FOREIGN.findall(sample)
    if len(foreign) < 8:
        return ""
    for wrong, right, how in RECODED if score < DOUBTFUL else ():
        undone = sample.encode(wrong, "ignore").decode(right, "ignore")
        kept = len(FOREIGN.findall(undone))
        # Undoing shrinks text to a half or two thirds; hardly anything left means that nothing was undone.
        if kept * 6 > len(foreign) and plausibility(undone) > max(PLAUSIBLE, score) + GAIN:
            return how
    if sample.count("\ufffd") + sample.count("锟斤拷") * 3 > LOST * len(sample):
        return "原字符已丢失，只剩替代符 / characters were replaced and are lost"
    return ""
