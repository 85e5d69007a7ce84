"""Questions → plans: what a colleague would hear, and what must never be taken for something else."""

from __future__ import annotations

import pytest

from bot.model import Question
from bot.plan import Operation, Plan
from bot.understand.parts import World
from bot.understand.understand import understand
from ingest.form.catalogue import Catalogue

LOADED = (
    ("吴忠市人民政府办公室", 2025),
    ("淮安市人民政府", 2024),
    ("淮安市洪泽区人民政府", 2023),
    ("平潭综合实验区", 2020),
    ("平潭综合实验区", 2021),
    ("平潭综合实验区", 2022),
)


@pytest.fixture(scope="module")
def world(catalogue: Catalogue) -> World:
    return World(catalogue, LOADED)


def plan(world: World, text: str, *history: str) -> Plan:
    return understand(Question(text, tuple(history)), world)


def asked(plan: Plan) -> list[str]:
    return [f"{t.key}/{t.column}" if t.column else t.key for t in plan.targets]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("淮安收到多少件申请", ["new/total"]),
        ("淮安不予公开多少件", ["denied/total"]),
        ("淮安部分公开多少件", ["partial/total"]),
        ("淮安予以公开多少件", ["public/total"]),
        ("淮安公开了多少件", ["disclosed/total"]),
        ("淮安申请公开多少件", ["new/total"]),
        ("淮安办理了多少件", ["to_handle/total"]),
        ("淮安办结了多少", ["total/total"]),
        ("淮安因个人隐私不予公开的几件", ["d4/total"]),
        ("淮安不予公开里国家秘密的多少", ["d1/total"]),
        ("淮安法人或其他组织申请多少件", ["new/organisations"]),
        ("淮安其他组织申请多少件", ["new/other"]),
        ("淮安企业申请了多少", ["new/company"]),
        ("淮安律师事务所提交的申请", ["new/legal"]),
        ("淮安复议后起诉多少件", ["litigation_after_review/total"]),
        ("淮安没经过复议直接起诉的多少件", ["litigation_direct/total"]),
        ("淮安行政诉讼多少件", ["litigation/total"]),
        ("淮安行政复议纠错率", ["correction_rate"]),
        ("淮安复议被纠正的几件", ["review/corrected"]),
        ("淮安废止了多少规范性文件", ["normative_documents/repealed"]),
        ("淮安收费多少万元", ["fees/amount"]),
        ("淮安结转到下一年多少", ["carried_out/total"]),
        ("淮安上年结转多少", ["carried_in/total"]),
        ("how many requests were refused in huaian", ["denied/total"]),
        ("huaian lawsuits after review", ["litigation_after_review/total"]),
    ],
)
def test_figures(world: World, text: str, targets: list[str]) -> None:
    found = plan(world, text)
    assert asked(found) == targets
    assert found.reports == (("淮安市人民政府", 2024),)


@pytest.mark.parametrize(
    "text",
    [
        "淮安2024年女性申请人多少",
        "淮安2024年6月份收到多少申请",
        "淮安2024年网上提交的申请多少件",
        "淮安2024年第三季度收到多少申请",
        "淮安2024年外国人提出的申请几件",
        "淮安2024年关于拆迁的申请有多少",
        "淮安2024年平均答复天数是多少",
        "淮安2024年环保领域行政处罚多少件",
        "淮安2024年企业行政复议几件",
        "淮安2024年行政复议中撤回了多少",
        "淮安2024年上半年行政处罚多少件",
    ],
)
def test_what_narrows_a_figure_beyond_the_form_is_refused(world: World, text: str) -> None:
    refusal = plan(world, text).refusal
    assert refusal is not None
    assert refusal.reason == "not_in_form"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("淮安市公安局2024年不予公开多少件", "agency_missing"),
        ("吴忠市第一中学2025年收到多少申请", "agency_missing"),
        ("平潭海关2022年收到多少申请", "agency_missing"),
        ("淮安市委2024年收到多少申请", "agency_missing"),
        ("盱眙2024年收到多少申请", "agency_missing"),
        ("淮安1999年收到多少申请", "year_missing"),
        ("淮安2100年收到多少申请", "year_missing"),
        ("北京收到多少", "agency_missing"),
        ("今天天气怎么样", "off_topic"),
        ("帮我写一首诗", "off_topic"),
    ],
)
def test_refusals(world: World, text: str, reason: str) -> None:
    refusal = plan(world, text).refusal
    assert refusal is not None
    assert refusal.reason == reason


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("什么是部分公开", Operation.DEFINE),
        ("三安全一稳定是什么意思", Operation.DEFINE),
        ("淮安的数字对得上吗", Operation.CHECK),
        ("淮安报告勾稽关系有没有问题", Operation.CHECK),
        ("有哪些报告", Operation.LOADED),
        ("淮安不予公开的各种情形分别多少", Operation.LIST),
        ("淮安公开占比多少", Operation.SHARE),
        ("平潭2022年比2021年多收了多少申请", Operation.DIFFERENCE),
        ("平潭2022年申请同比增长率", Operation.GROWTH),
        ("平潭2022年收到的申请是2021年的几倍", Operation.RATIO),
        ("平潭近三年一共收到多少申请", Operation.SUM),
        ("哪个单位不予公开最多", Operation.RANK),
        ("淮安和吴忠谁的公开率高", Operation.RANK),
        ("淮安采取了哪些改进措施", Operation.NARRATIVE),
        ("吴忠制作了多少图解", Operation.NARRATIVE),
    ],
)
def test_operations(world: World, text: str, operation: Operation) -> None:
    assert plan(world, text).operation is operation


@pytest.mark.parametrize(
    ("history", "text", "reports", "targets"),
    [
        (["平潭2022年收到多少申请"], "那2021年呢", [("平潭综合实验区", 2021)], ["new/total"]),
        (["平潭2021年新收申请多少"], "前一年呢", [("平潭综合实验区", 2020)], ["new/total"]),
        (
            ["平潭2022年收到多少申请"],
            "比去年多多少",
            [("平潭综合实验区", 2022), ("平潭综合实验区", 2021)],
            ["new/total"],
        ),
        (["平潭2022年收到多少申请"], "其中企业呢", [("平潭综合实验区", 2022)], ["new/company"]),
        (["平潭2022年收到多少申请"], "不是，我问的是结转", [("平潭综合实验区", 2022)], ["carried_out/total"]),
        (["淮安收到多少申请"], "换成吴忠", [("吴忠市人民政府办公室", 2025)], ["new/total"]),
    ],
)
def test_follow_ups(
    world: World, history: list[str], text: str, reports: list[tuple[str, int]], targets: list[str]
) -> None:
    found = plan(world, text, *history)
    assert list(found.reports) == reports
    assert asked(found) == targets


def test_a_follow_up_about_another_agency_is_not_answered_with_the_last_one(world: World) -> None:
    refusal = plan(world, "盱眙呢", "平潭2021年收到多少申请").refusal
    assert refusal is not None
    assert refusal.reason == "agency_missing"


def test_a_comparison_lacks_its_year(world: World) -> None:
    found = plan(world, "淮安2024年收到的申请比上年多多少")
    assert found.missing == (("淮安市人民政府", 2023),)
