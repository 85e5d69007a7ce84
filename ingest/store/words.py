"""What the store says to a user, in Chinese and in English; `$name` marks what is filled in."""

from __future__ import annotations

from string import Template

_WORDS: dict[str, dict[str, str]] = {
    "store_locked": {
        "zh": "库 $home 正在被另一个程序写入（进程 $holder）。请等它写完再试；读取不受影响。",
        "en": "The store $home is being written by another program (process $holder). "
        "Try again when it is done; reading goes on meanwhile.",
    },
    "store_missing": {
        "zh": "$home 里还没有库。请先导入报告：python -m ingest 文件或文件夹 --home $home",
        "en": "There is no store in $home yet. Take reports in first: python -m ingest PATH --home $home",
    },
    "read_only": {
        "zh": "库 $home 是以只读方式打开的，不能写入。",
        "en": "The store $home was opened for reading and cannot be written.",
    },
    "embedding_mismatch": {
        "zh": "库 $home 是用向量模型 $stored（$stored_dimension 维）建的，现在设置的是 $asked（$asked_dimension 维），"
        "两者的向量不能混用。请改回原来的模型，或用新模型重算全部向量：python -m ingest reembed --home $home",
        "en": "The store $home was made with the embedding model $stored ($stored_dimension dimensions), but "
        "$asked ($asked_dimension dimensions) is set now; their vectors do not mix. Set the former model again, "
        "or compute all vectors anew with the present one: python -m ingest reembed --home $home",
    },
    "schema_too_new": {
        "zh": "库 $home 的格式是第 $found 版，这个程序只认到第 $known 版。请升级程序后再打开。",
        "en": "The store $home has format $found, but this program knows formats up to $known. "
        "Upgrade the program and open it again.",
    },
    "report_not_found": {
        "zh": "库里没有编号为 $report_id 的报告。",
        "en": "The store holds no report $report_id.",
    },
    "version_not_found": {
        "zh": "报告 $report_id 没有第 $version 版。",
        "en": "Report $report_id has no version $version.",
    },
    "index_damaged": {
        "zh": "向量索引已损坏（$detail）。数字和原文不受影响；请重建索引：python -m ingest doctor --mend --home $home",
        "en": "The vector index is damaged ($detail). Figures and texts are not affected; build it anew: "
        "python -m ingest doctor --mend --home $home",
    },
    "count_differs": {
        "zh": "报告 $report_id 第 $version 版：$what 应有 $expected 条，实有 $found 条",
        "en": "Report $report_id version $version: $expected $what expected, $found found",
    },
    "no_current_version": {
        "zh": "报告 $report_id 没有可用的当前版本",
        "en": "Report $report_id has no current version",
    },
    "vector_length": {
        "zh": "段落 $passage_id 的向量有 $found 字节，应有 $expected 字节",
        "en": "The vector of passage $passage_id has $found bytes, $expected expected",
    },
    "index_absent": {
        "zh": "向量索引不存在，$expected 个段落检索不到",
        "en": "There is no vector index; $expected passages cannot be found by it",
    },
    "index_lacks": {
        "zh": "向量索引缺少 $count 个段落，例如 $example",
        "en": "The vector index lacks $count passages, for example $example",
    },
    "index_surplus": {
        "zh": "向量索引多出 $count 个不属于当前版本的段落，例如 $example",
        "en": "The vector index holds $count passages of no current version, for example $example",
    },
    "index_unreadable": {
        "zh": "向量索引读不出来：$detail",
        "en": "The vector index cannot be read: $detail",
    },
    "file_missing": {
        "zh": "报告 $report_id 第 $version 版的原文件 $file 不在库里",
        "en": "The file $file of report $report_id version $version is not in the store",
    },
    "file_altered": {
        "zh": "报告 $report_id 第 $version 版的原文件 $file 的内容已被改动",
        "en": "The file $file of report $report_id version $version was altered",
    },
}


def say(key: str, lang: str, **values: object) -> str:
    """Wording `key` in `lang` ("zh" or "en") with `values` filled in; KeyError where one is missing."""
    return Template(_WORDS[key][lang]).substitute({name: str(value) for name, value in values.items()})
