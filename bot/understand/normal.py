"""A question as it was typed → the form in which everything is matched."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ingest.text import PUNCTUATION, SPACES, simplified

HAN: Final = r"[\u3400-\u9fff]"
BETWEEN_HAN: Final = re.compile(rf"(?<={HAN})\s+(?={HAN})|(?<={HAN})\s+(?=\d)|(?<=\d)\s+(?={HAN})")
CHINESE_YEAR: Final = re.compile(r"[二2][〇零○0][〇零○一二三四五六七八九\d]{2}(?=年)")
INTRODUCTION: Final = re.compile(
    r"^[^,。;:]{0,4}(?:核稿|请教|提问|请问|咨询|求助|核报|核实|请示)[:]"
    r"|^[\"]?(?:我)?(?:看到|听到|听|在|从|见)?(?:有(?:位|些)?(?:读者|自媒体|网友|媒体)(?:来信|来电)?|有人|某人|网上|自媒体|网友|朋友|同事|领导|同学|老师|记者|媒体|新闻|报上|群里|某?\w{0,2}(?:简报|材料|底稿|稿子|文章|报道))(?:里|上|中)?(?:都|跟我|对我|给我)?"
    r"(?:说|讲|称|载|记载|写|传|报道|提到|告诉我)(?:过|了|道)?[,:]?|^(?:网传|据传|据说|据称|听说|听闻)[,:]?"
)
TERMS: Final = re.compile(rf"(?<={HAN}{{2}})\s+(?={HAN}{{2}})")  # terse: 洪泽区 发改局 新收
BESIDES: Final = re.compile(r"除了?[^,。]{1,24}[,]?(?:还|另|也)(?=有|公开|发布|制作|收|办)")
WHICH: Final = re.compile(r"那(?=(?:个|种|家|类|项|份|年|几)(?:的|是|单位|报告)?.{0,2}(?:最|更多|更少))")
GIVEN_OUT: Final = re.compile(  # 公开 alone is too common to be a figure's name; beside its opposite it is one
    r"(?<![予动分部全新法得否不未息务据])公开的?(?=(?:以及|加上|和|与|跟|同|及|加|、)(?:不予?公开|未公开|不予处理|无法提供|被?拒绝))"
)
POSSESSIVE: Final = re.compile(r"(?<=[a-z])'s\b")
MANY: Final = re.compile(r"好多(?=[个件起份次家项条名部])")
VARIANTS: Final = (
    ("沪府办", "上海府办"),
    ("沪科委", "上海科委"),
    ("咋", "怎么"),
    ("多小个", "多少个"),
    ("多小件", "多少件"),
    ("部份", "部分"),
    ("其它", "其他"),
    ("以后起诉", "后起诉"),
    ("之后起诉", "后起诉"),
    ("啥", "什么"),
)
LATIN_SHARE: Final = 1.5
DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def normalise(text: str) -> str:
    """NFKC, Simplified, lower case, one kind of punctuation, no blanks within Chinese."""
    plain = SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    plain = POSSESSIVE.sub("", simplified(plain).translate(PUNCTUATION).lower()).replace("'", "")
    for written, meant in VARIANTS:
        plain = plain.replace(written, meant)
    plain = MANY.sub("多少", plain)
    plain = GIVEN_OUT.sub("获得公开", BESIDES.sub("", plain))
    plain = TERMS.sub("、", plain)
    plain = WHICH.sub("哪", INTRODUCTION.sub("", BETWEEN_HAN.sub("", plain)))
    return CHINESE_YEAR.sub(lambda m: m[0].translate(DIGITS), plain)


def language(text: str) -> str:
    """ "en" where Latin letters outweigh Chinese characters, as around a Chinese name; else "zh"."""
    chinese = len(re.findall(HAN, text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "en" if latin > LATIN_SHARE * chinese else "zh"
