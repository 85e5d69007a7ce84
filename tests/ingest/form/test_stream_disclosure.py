"""Table 2 in running text: a page number never becomes a figure that no sum could deny."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.form.catalogue import load_catalogue
from ingest.form.reader import read_form
from ingest.load.loader import load_bytes
from ingest.model import Cell, CellKey, State

CATALOGUE = load_catalogue()
TABLE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 1 12
行政规范性文件 3 4 85
第二十条第（五）项
信息内容 本年处理决定数量
行政许可 97
第二十条第（六）项
信息内容 本年处理决定数量
行政处罚{penalties}
行政强制{coercion}
第二十条第（八）项
信息内容 本年收费金额（单位：万元）
行政事业性收费{fees}
三、收到和处理政府信息公开申请情况
"""


def cells(penalties: str = " 14", coercion: str = " 0", fees: str = " 968.65") -> dict[str, Cell]:
    text = "某某局2024年政府信息公开工作年度报告\n\n" + TABLE.format(penalties=penalties, coercion=coercion, fees=fees)
    found = read_form(load_bytes("r.txt", text.encode(), 50), CATALOGUE, 2024).cells
    by_key = {cell.key: cell for cell in found}
    return {
        row: by_key[CellKey("disclosure", row, column)]
        for row, column in (("penalties", "decisions"), ("coercion", "decisions"), ("fees", "amount"))
    }


def test_figures_beside_their_labels_are_read() -> None:
    assert [cell.value for cell in cells().values()] == [14, 0, Decimal("968.65")]


@pytest.mark.parametrize("mark", ["5", " 5 ", "- 5 -", "— 5 —", "第5页", "5/12", "５"])
@pytest.mark.parametrize("row", ["penalties", "coercion", "fees"])
def test_a_page_number_below_a_blank_row_is_no_figure(row: str, mark: str) -> None:
    cell = cells(**{row: f"\n{mark}"})[row]
    assert cell.value is None
    assert cell.state is State.BLANK or cell.reason


@pytest.mark.parametrize("mark", ["5", "- 5 -", "— 5 —", "第5页"])
def test_a_page_number_below_a_figure_changes_nothing_or_leaves_doubt(mark: str) -> None:
    cell = cells(penalties=f" 14\n{mark}")["penalties"]
    assert cell.value in {None, Decimal(14)}
    assert cell.value is not None or cell.reason
