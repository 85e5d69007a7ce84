"""Plan → figures with their formulas, and evidence from the narrative. Reads the store, words nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.figures import Figure, ReportData, cell_figure, figure_of, quotient
from bot.narrative import Evidence, Sought, find_evidence, told_changes
from bot.nearest import NearestFields, labels_of
from bot.plan import Operation, Plan, Target
from bot.shelf import Shelf
from ingest.audit.nouns import Entry
from ingest.audit.versions import IDENTITY as VERSION
from ingest.embedding.choose import ChosenEmbedding
from ingest.form.catalogue import Catalogue
from ingest.form.schema import Metric, RowTerm
from ingest.model import CellKey
from ingest.store.nouns import StoredReport
from ingest.store.store import Store

WHOLE_INDEX = 24
WHOLE_ROWS = frozenset({"total", "new", "to_handle"})
TOGETHER = frozenset({Operation.RANK, Operation.SUM, Operation.MEAN, Operation.FILTER, Operation.COUNT})
Data = dict[tuple[str, int], ReportData]
BEYOND_CELLS = frozenset({"narrative", "carry", "in_force", VERSION})


@dataclass(frozen=True)
class Checked:
    """Something that does not agree beyond the cells of one report."""

    report: StoredReport
    entry: Entry
    evidence: Evidence | None


@dataclass(frozen=True)
class Found:
    """What lookup found. `groups` holds, target by target, one figure a report, in order."""

    plan: Plan
    groups: tuple[tuple[Figure, ...], ...] = ()
    members: tuple[tuple[Figure, ...], ...] = ()
    companions: tuple[Figure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    nearest: tuple[str, ...] = ()  # fields of the form close to a topic that nothing speaks of
    mentions: tuple[tuple[Figure, Evidence], ...] = ()
    data: Data = field(default_factory=dict)
    checked: tuple[Checked, ...] = ()
    changed: tuple[Checked, ...] = ()  # what the report's last version changed of the cells that the figures stand on
    reports: dict[str, StoredReport] = field(default_factory=dict)
    excluded: tuple[StoredReport, ...] = ()  # reports whose table 2 follows the other form

    @property
    def figures(self) -> list[Figure]:
        """All headline figures."""
        return [figure for group in self.groups for figure in group]


def comparable(plan: Plan, data: Data) -> tuple[Data, tuple[StoredReport, ...]]:
    """Reports whose figures can be put together: table 2 of the two forms cannot; the more frequent form stays."""
    forms = Counter(d.stored.form for d in data.values())
    if plan.operation not in TOGETHER or len(forms) < 2 or all(t.table != "disclosure" for t in plan.targets):
        return data, ()
    kept = max(forms, key=lambda form: (forms[form], form))
    left = tuple(d.stored for d in data.values() if d.stored.form != kept)
    return {pair: d for pair, d in data.items() if d.stored.form == kept}, left


def sought_of(plan: Plan, embedding: ChosenEmbedding) -> Sought:
    """What a plan looks for in the text: its words, words that mean the same, and their vector."""
    text = " ".join([*plan.topic, *(word for group in plan.synonyms for word in group[:3])])
    vector = np.asarray(embedding.encode([text])[0], dtype=np.float32)
    return Sought(
        plan.topic, plan.synonyms, plan.number_asked, vector, *plan.counted, plan.percent_asked, plan.required
    )


class Lookup:
    """Answers plans from a store."""

    def __init__(self, store: Store, catalogue: Catalogue, embedding: Callable[[], ChosenEmbedding]) -> None:
        self.store = store
        self.shelf = Shelf(store, catalogue)
        self.catalogue = catalogue
        self.embedding = embedding
        self.fields: NearestFields | None = None

    def run(self, plan: Plan) -> Found:
        """Everything that the answer to `plan` can stand on."""
        stored = {(r.agency, r.year): r for r in self.shelf.reports()}
        by_id = {r.report_id: r for r in stored.values()}
        if plan.operation is Operation.NARRATIVE:
            wanted = [stored[pair] for pair in plan.reports if pair in stored]
            evidence = tuple(self.narrative(plan, wanted))
            if evidence or not plan.targets:
                nearest = () if evidence else self.nearest(plan)
                return Found(plan, evidence=evidence, nearest=nearest, reports=by_id)
            plan = plan.model_copy(update={"operation": Operation.VALUE})  # the text is silent, the tables are not
        if plan.operation in {Operation.LOADED, Operation.REFUSE, Operation.DEFINE}:
            return Found(plan, reports=by_id)
        data = {pair: self.shelf.load(stored[pair]) for pair in plan.reports if pair in stored}
        if plan.missing and len(data) == 1 and plan.operation in {Operation.GROWTH, Operation.DIFFERENCE}:
            evidence = tuple(self.told_change(plan, [d.stored for d in data.values()]))
            return Found(plan, evidence=evidence, reports=by_id, data=data)
        if plan.operation is Operation.CHECK:
            return self.check(plan, data, by_id)
        return self.figures(plan, data, by_id)

    def told_change(self, plan: Plan, wanted: Sequence[StoredReport]) -> list[Evidence]:
        """What the text of a report says of a change from a year that is not loaded."""
        terms = [self.term(target) for target in plan.targets]
        words = [word for term in terms for word in (*term.aliases.zh, *getattr(term, "weak", term.aliases).zh)]
        passages = self.shelf.passages([report.report_id for report in wanted])
        percent = plan.operation is Operation.GROWTH
        return (told_changes(passages, words, percent=percent) or told_changes(passages, words, percent=not percent))[
            :1
        ]

    def nearest(self, plan: Plan) -> tuple[str, ...]:
        """Fields of the form close to a topic."""
        if self.fields is None:
            self.fields = NearestFields(self.catalogue, self.embedding())
        return labels_of(self.fields.near(plan.topic), plan.lang) if plan.topic else ()

    def figures(self, plan: Plan, data: Data, by_id: dict[str, StoredReport]) -> Found:
        """Figures of every target in every report, with what is told along with them."""
        data, excluded = comparable(plan, data)
        share = plan.operation is Operation.SHARE or plan.base is not None or plan.shared
        groups = [
            tuple(self.share(target, d, plan.base) if share else figure_of(target, d) for d in data.values())
            for target in plan.targets
        ]
        if plan.asked:
            groups = [(figure_of(t, data[agency, year]),) for t, agency, year in plan.asked if (agency, year) in data]
        members: list[tuple[Figure, ...]] = []
        companions: list[Figure] = []
        if plan.within and data:
            only = next(iter(data.values()))
            groups = [
                tuple(self.members(target, only)) or group for target, group in zip(plan.targets, groups, strict=True)
            ]
        if plan.operation is Operation.LIST and len(data) == 1:
            only = next(iter(data.values()))
            members = [tuple(self.members(t, only)) for t in plan.targets if t.implied or t.kind == "group"]
        if plan.operation is Operation.VALUE and len(plan.targets) == 1 and len(data) == 1:
            only = next(iter(data.values()))
            companions = [figure_of(t, only) for t in self.companions(plan.targets[0])]
        mentions = [(f, e) for group in groups for f in group for e in self.mentions(f)] if len(data) == 1 else []
        changed = self.changed([f for group in groups for f in group]) if len(data) == 1 else ()
        return Found(
            plan, tuple(groups), tuple(members), tuple(companions), mentions=tuple(mentions), data=data, reports=by_id,
            excluded=excluded, changed=changed,
        )  # fmt: skip

    def term(self, target: Target) -> RowTerm | Metric:
        """The catalogue's entry of a target."""
        return (
            self.catalogue.rows[target.table][target.key]
            if target.kind == "row"
            else self.catalogue.metrics[target.key]
        )

    def members(self, target: Target, data: ReportData) -> list[Figure]:
        """The rows of a group, or the columns of a row, one figure each."""
        if target.kind == "row" and self.catalogue.rows[target.table][target.key].breakdown and target.implied:
            parts = self.catalogue.rows[target.table][target.key].breakdown
            return [figure_of(self.named(target.table, key, target.column), data) for key in parts]
        if target.kind == "group":
            metric = self.catalogue.metrics[target.key]
            rows = metric.terms
            if not any(CellKey(target.table, row, target.column) in data.cells for row in rows):
                rows = ["o_all"] if target.key == "other_handling" else rows
            keys = [CellKey(target.table, row, target.column) for row in rows]
        elif target.kind == "row":
            columns = self.catalogue.columns_of_row(data.stored.form, target.table, target.key)
            keys = [CellKey(target.table, target.key, column) for column in columns if column != target.column]
        else:
            return []
        return [cell_figure(Target(kind="row", table=k.table, key=k.row, column=k.column), data, k) for k in keys]

    def companions(self, target: Target) -> list[Target]:
        """Figures that are told along with a headline figure."""
        return [self.named(target.table, key, target.column) for key in self.term(target).companions]

    def named(self, table: str, key: str, column: str) -> Target:
        """Target of a row or a group by its key."""
        if key in self.catalogue.rows[table]:
            return Target(kind="row", table=table, key=key, column=column)
        return Target(kind="group", table=table, key=key, column=column)

    def share(self, target: Target, data: ReportData, base: Target | None) -> Figure:
        """A figure as a share of `base`, else of what it is part of: all results, its row, all disputes."""
        base = base or self.base_of(target)
        above = figure_of(target, data)
        if base is None or target.kind == "rate":
            return above
        below = figure_of(base, data)
        if target.key in WHOLE_ROWS and base.key in self.results() and target.table == base.table:
            return quotient(base, below, above)  # a result is part of the total, never the other way round
        return quotient(target, above, below)

    def base_of(self, target: Target) -> Target | None:
        """The whole that a figure is a part of; None where the form has none."""
        if target.table == "disclosure":
            return None
        if target.column not in {"total", ""}:
            return target.model_copy(update={"column": "total"})
        if (target.kind == "group" and target.key not in {"to_handle", "litigation"}) or target.key in self.results():
            return Target(kind="row", table="requests", key="total", column="total")
        if target.key in {"new", "carried_in", "carried_out", "total"}:
            return Target(kind="group", table="requests", key="to_handle", column="total")
        return None

    def results(self) -> set[str]:
        """Rows that the total of results adds up."""
        return {*self.catalogue.identities["parts"].left, "o_all"}

    def mentions(self, figure: Figure) -> list[Evidence]:
        """Sentences of the narrative that give another number for a figure of the tables."""
        used = {cell.key for cell in (*figure.cells, *figure.proved)}
        if figure.value is None or figure.target.kind == "rate":
            return []
        return [
            evidence
            for entry in self.shelf.review(figure.report).entries
            if entry.quote and entry.finding.right == figure.value and used and used <= set(entry.finding.cells)
            if (evidence := self.quoted(figure.report, entry)) is not None
        ]

    def changed(self, figures: Sequence[Figure]) -> tuple[Checked, ...]:
        """What the last version of a report prints otherwise of the cells that its figures stand on."""
        used = {cell.key for f in figures for cell in (*f.cells, *f.proved, *f.failed)}
        report = next((figure.report for figure in figures), None)
        if report is None or report.version < 2:
            return ()
        entries = (e for e in self.shelf.review(report).entries if e.finding.identity == VERSION)
        return tuple(Checked(report, entry, None) for entry in entries if used & set(entry.finding.cells))

    def check(self, plan: Plan, data: Data, by_id: dict[str, StoredReport]) -> Found:
        """What does not agree within the reports, with their text, and from year to year."""
        checked = []
        for report_data in data.values():
            report = report_data.stored
            for entry in self.shelf.review(report).entries:
                if entry.finding.identity in BEYOND_CELLS:
                    checked.append(Checked(report, entry, self.quoted(report, entry)))
        return Found(plan, data=data, reports=by_id, checked=tuple(checked))

    def quoted(self, report: StoredReport, entry: Entry) -> Evidence | None:
        """The sentence that a review quotes, where it stands."""
        for passage in self.shelf.passages([report.report_id]):
            start = passage.passage.text.find(entry.quote) if entry.quote else -1
            if start >= 0:
                return Evidence(passage, start, start + len(entry.quote), 1.0)
        return None

    def narrative(self, plan: Plan, wanted: Sequence[StoredReport]) -> list[Evidence]:
        """Sentences that answer: within the reports named, or found through the whole index."""
        sought = sought_of(plan, self.embedding())
        if plan.whole and len(self.shelf.reports()) > 1:
            ids = [passage_id for passage_id, _ in self.store.search(sought.vector, WHOLE_INDEX)]
            near = self.store.passages_by_ids(ids)
            named = self.shelf.passages([r.report_id for r in wanted])
            passages = list({p.passage_id: p for p in [*named, *near]}.values())
        else:
            passages = self.shelf.passages([r.report_id for r in wanted])
        return find_evidence(passages, sought)
