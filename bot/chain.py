"""understand → look up → compose → verify, as one LangChain Runnable: invoke, stream, batch."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from langchain_core.runnables import Runnable, RunnableLambda

from bot.compose.alternatives import alternatives_of
from bot.compose.compose import Outcome, compose, followups_of
from bot.compose.draft import Draft
from bot.curated import FILE, Curated, read_curated
from bot.lookup import Found, Lookup
from bot.model import Answer, Question, Reason, Status
from bot.plan import Plan
from bot.understand.choice import picked
from bot.understand.parts import World
from bot.understand.understand import understand
from bot.verify import verify
from ingest.embedding.choose import ChosenEmbedding, load_embedding
from ingest.form.catalogue import Catalogue, load_catalogue
from ingest.settings import Settings
from ingest.store.nouns import StoredReport
from ingest.store.store import Store
from ingest.wording import wording

DIGITS = re.compile(r"\d+")
PIECE = re.compile(r"(?:\[\d+\])+|\*\*|[^\[*]{1,8}|.", re.DOTALL)


Surroundings = tuple[tuple[StoredReport, ...], World, frozenset[str]]


@dataclass
class State:
    """What one question has become so far; each stage adds its part."""

    question: Question
    plan: Plan = field(init=False)
    found: Found = field(init=False)
    draft: Draft = field(init=False)
    outcome: Outcome = (Status.ANSWERED, None)
    timings: dict[str, float] = field(default_factory=dict)


class Bot:
    """The chain over one store. Safe to use from many threads: it keeps nothing of a question."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        embedding: Callable[[], ChosenEmbedding],
        curated: Curated | None = None,
    ) -> None:
        self.store = store
        self.curated = curated
        self.catalogue = catalogue = curated.catalogue if curated else catalogue
        self.known: Surroundings | None = None
        self.lookup = Lookup(store, catalogue, embedding)
        self.chain: Runnable[Question, Answer] = (
            RunnableLambda(State).with_config(run_name="question")
            | self.stage("understand", self.understand)
            | self.stage("look_up", self.look_up)
            | self.stage("compose", self.compose)
            | RunnableLambda(self.verify).with_config(run_name="verify")
        )

    def stage(self, name: str, run: Callable[[State], None]) -> Runnable[State, State]:
        """A timed stage of the chain."""

        def timed(state: State) -> State:
            start = time.perf_counter()
            run(state)
            state.timings[name] = round((time.perf_counter() - start) * 1000, 2)
            return state

        return RunnableLambda(timed).with_config(run_name=name)

    def understand(self, state: State) -> None:
        """Question → Plan."""
        state.plan = understand(state.question, self.world())

    def look_up(self, state: State) -> None:
        """Plan → figures and evidence."""
        state.found = self.lookup.run(state.plan)

    def compose(self, state: State) -> None:
        """Figures → draft."""
        state.draft, state.outcome = compose(state.found, self.catalogue)

    def verify(self, state: State) -> Answer:
        """Draft → answer: what does not resolve is not shown."""
        start = time.perf_counter()
        draft, plan = state.draft, state.plan
        checked = verify(draft, self.structural())
        status, reason = state.outcome
        if draft.values and not checked.values:
            status, reason = Status.NOT_FOUND, Reason.CELL_UNREADABLE
        state.timings["verify"] = round((time.perf_counter() - start) * 1000, 2)
        return Answer(
            status=status,
            reason=reason,
            answer=checked.text,
            lang=plan.lang,
            values=checked.values,
            citations=tuple(draft.citations),
            notes=checked.notes,
            alternatives=tuple(
                other
                for other in alternatives_of(draft, plan, state.question.text)
                if plan.refusal is None or self.understands(other.question)
            ),
            followups=followups_of(draft, plan),
            plan=plan.model_dump(mode="json", exclude_defaults=True),
            timings_ms=state.timings,
        )

    def understands(self, text: str) -> bool:
        """Whether a question that is offered would get a plan and no refusal."""
        return understand(Question(text), self.world()).refusal is None

    def world(self) -> World:
        """What is loaded right now."""
        return self.surroundings()[1]

    def structural(self) -> frozenset[str]:
        """Numbers that name reports and are no figures: years, and digits in names of agencies."""
        return self.surroundings()[2]

    def surroundings(self) -> Surroundings:
        """What depends on the loaded reports only, made anew where these change."""
        reports = self.lookup.shelf.reports()
        known = self.known
        if known is None or known[0] is not reports:
            pairs = tuple((r.agency, r.year) for r in reports)
            numbers = {str(r.year) for r in reports} | {d for r in reports for d in DIGITS.findall(r.agency)}
            self.known = known = (reports, World(self.catalogue, pairs, self.curated), frozenset(numbers))
        return known

    def ask(self, question: Question) -> Answer:
        """The verified answer to one question; a turn that picks a reading asks what was picked."""
        return self.chain.invoke(self.spoken_out(question))

    def spoken_out(self, question: Question) -> Question:
        """The question with every turn that only picks an offered reading put in full."""
        turns: list[str] = []
        for said in (*question.history, question.text):
            number = picked(said) if turns else None
            turns.append(said if number is None else self.offered(turns, number, question) or said)
        return replace(question, text=turns[-1], history=tuple(turns[:-1]))

    def offered(self, turns: Sequence[str], number: int, question: Question) -> str | None:
        """The reading of a number that the last answer offered, or None where it offered fewer."""
        answer = self.chain.invoke(replace(question, text=turns[-1], history=tuple(turns[:-1])))
        offers = [other.question for other in answer.alternatives] or list(answer.followups)
        return offers[number - 1] if number <= len(offers) else None

    def stream(self, question: Question) -> Iterator[str | Answer]:
        """Pieces of the answer's text as it is shown, then the answer itself."""
        answer = self.ask(question)
        yield from PIECE.findall(answer.answer)
        yield answer

    def openings(self, lang: str) -> list[str]:
        """Opening questions made from what is loaded: each can be answered."""
        words = wording("answers")
        reports = sorted(self.store.reports(), key=lambda r: (-r.year, r.agency))
        keys = ("follow_new", "follow_denied", "follow_problems", "follow_check", "follow_rate")
        picked = [reports[i % len(reports)] for i in range(len(keys))] if reports else []
        return [words.get(key, lang, agency=r.agency, year=r.year) for key, r in zip(keys, picked, strict=False)]

    def batch(self, questions: list[Question]) -> list[Answer]:
        """Answers in the order of the questions."""
        return self.chain.batch([self.spoken_out(question) for question in questions])


def open_bot(settings: Settings) -> Bot:
    """A bot over the store of `settings.home`. Only narrative questions load more than the shipped model."""

    @lru_cache(maxsize=1)
    def embedding() -> ChosenEmbedding:
        return load_embedding(settings.embedding)

    model = embedding()
    store = Store.open(settings.home, model.identity, model.dimension)
    catalogue = load_catalogue()
    return Bot(store, catalogue, embedding, read_curated(settings.curated or settings.home / FILE, catalogue))
