"""Training data is checked at load; training gives the same model for the same recipe."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from ingest.embedding.measure import Exam
from ingest.embedding.pairs import Meaning, PairMaker, corpus_of, fill, hold_out, meanings_of
from ingest.embedding.tokens import rows_of, start_vectors, train_tokenizer
from ingest.embedding.training_data import FOLDER, TrainingData, TrainingDataError, load_training_data
from ingest.form.catalogue import load_catalogue


@pytest.fixture(scope="module")
def data() -> TrainingData:
    return load_training_data()


@pytest.fixture
def meanings(data: TrainingData) -> dict[str, Meaning]:
    return meanings_of(load_catalogue(), data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "training"))


def test_the_topics_are_many(data: TrainingData) -> None:
    assert len(data.topics) >= 140
    assert sum(len(topic.says) * (len(topic.zh) + len(topic.en)) for topic in data.topics) >= 1000


def test_held_out_questions_name_what_exists(data: TrainingData, meanings: dict[str, Meaning]) -> None:
    assert {question.term for question in data.heldout.form} <= set(meanings)
    assert {question.topic for question in data.heldout.topics} <= set(meanings)


def test_held_out_questions_are_not_trained(data: TrainingData, meanings: dict[str, Meaning]) -> None:
    trained = {text for m in meanings.values() for text in [*m.texts, *m.zh, *m.en]}
    questions = {question.ask for question in data.heldout.form}
    questions |= {question.ask for question in [*data.heldout.topics, *data.heldout.lexical]}
    assert not trained & questions


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("topics/requests.yaml", "- key: x\n  zh: [a]\n  en: [b]\n  says: [c, d]\n", r"requests.yaml: key 0.zh: "),
        ("topics/requests.yaml", "- key: 标题\n", r"requests.yaml: key 0.key: "),
        ("topics/requests.yaml", "- key: x\n  extra: 1\n", r"requests.yaml: key 0.zh: Field required"),
        ("templates.yaml", "form: {}\n", r"templates.yaml: key form.zh: Field required"),
        ("heldout.yaml", "form: [\n", r"heldout.yaml: cannot be read as YAML"),
        ("heldout.yaml", "form: [{ask: a}]\ntopics: []\nlexical: []\n", r"heldout.yaml: key form.0.term: "),
    ],
)
def test_a_wrong_file_is_named_with_its_key(folder: Path, file: str, text: str, message: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(TrainingDataError, match=message):
        load_training_data(folder)


def test_an_unknown_slot_is_named(folder: Path) -> None:
    path = folder / "templates.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("年度{term}数量", "年度{tern}数量"), encoding="utf-8")
    with pytest.raises(TrainingDataError, match=r"templates.yaml: key form.zh.official.0: unknown slot"):
        load_training_data(folder)


def test_a_topic_is_told_once(folder: Path) -> None:
    shutil.copy(folder / "topics/requests.yaml", folder / "topics/again.yaml")
    with pytest.raises(TrainingDataError, match=r"key channels: used for more than one topic"):
        load_training_data(folder)


def test_no_topics_is_an_error(folder: Path) -> None:
    shutil.rmtree(folder / "topics")
    with pytest.raises(TrainingDataError, match="no topic found"):
        load_training_data(folder)


def test_a_paraphrase_of_nothing_is_named(data: TrainingData) -> None:
    stray = replace(data, paraphrases={"没有这一项": data.templates.topic})
    with pytest.raises(TrainingDataError, match=r"paraphrases.yaml: key 没有这一项: "):
        meanings_of(load_catalogue(), stray)


def test_every_term_of_the_form_has_a_meaning(meanings: dict[str, Meaning]) -> None:
    catalogue = load_catalogue()
    labels = {term.label.zh for rows in catalogue.rows.values() for term in rows.values()}
    assert labels | {metric.label.zh for metric in catalogue.metrics.values()} <= set(meanings)


def test_wordings_kept_back_are_not_asked(meanings: dict[str, Meaning]) -> None:
    hold_out(meanings, Random(1))
    assert sum(len(meaning.heldout) for meaning in meanings.values()) > 200
    assert all(not set(m.heldout) & {*m.zh, *m.en, *m.texts} for m in meanings.values())


def test_batches_repeat_with_the_seed(data: TrainingData, meanings: dict[str, Meaning]) -> None:
    first, second = (PairMaker(meanings, data.templates, 7) for _ in range(2))
    batch = first.batch()
    assert batch == second.batch()
    assert batch != first.batch()
    assert not [text for pair in batch for text in pair if "{" in text or "*" in text]


def test_slots_and_gaps_are_filled(data: TrainingData) -> None:
    text = fill("{term}在{year}年{n}件", data.templates.fillers, Random(1), term="收到*申请")
    assert not set("{}*") & set(text)


def test_the_tokenizer_keeps_years_and_knows_every_character() -> None:
    tokenizer = train_tokenizer(["政府信息公开", "政府信息", "公开政府"], 20, ["2023", "2024", "23"])
    assert tokenizer.encode("政府２０２３年饕餮").tokens == ["政府", "2023", "年", "饕", "餮"]


def test_frequent_tokens_start_short_and_words_resemble_their_characters() -> None:
    texts = ["公开的信息", "公开的文件", "的的的"] * 5
    tokenizer = train_tokenizer(texts, 20, [])
    table = start_vectors(tokenizer, texts, 64)
    vocab = tokenizer.get_vocab()
    rows = rows_of(sorted(vocab, key=vocab.__getitem__))
    length = {token: float(np.linalg.norm(table[rows[vocab[token]]])) for token in ("的", "饕")}
    assert length["的"] < length["饕"] / 5
    word, parts = table[rows[vocab["公开"]]], table[rows[vocab["公"]]] + table[rows[vocab["开"]]]
    assert word @ parts / np.linalg.norm(word) / np.linalg.norm(parts) > 0.5


def test_an_exam_counts_ranks() -> None:
    vectors = {"q": [1.0, 0.0], "near": [1.0, 0.0], "far": [0.0, 1.0]}
    exam = Exam("x", [("q", "a"), ("q", "b")], [("near", "a"), ("far", "b")])
    score = exam.score(lambda texts: np.array([vectors[text] for text in texts], dtype=np.float32))
    assert (score.questions, score.top1, score.top5) == (2, 0.5, 1.0)
    assert Exam("y", [], []).score(lambda _: np.zeros((0, 2), dtype=np.float32)).questions == 0


@pytest.mark.slow
def test_training_repeats_and_learns(data: TrainingData, meanings: dict[str, Meaning], tmp_path: Path) -> None:
    from ingest.embedding.static import StaticEmbeddings
    from ingest.embedding.train import Recipe, learn, prepare, write

    few = {key: meanings[key] for key in [*list(meanings)[:10], "infographics", "typos", "training"]}
    recipe = Recipe(dimension=32, words=200, steps=20)
    tokenizer, start = prepare(few, data, recipe)
    first, second = (learn(tokenizer, start, few, data, recipe) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(start, first)
    write(tokenizer, first, tmp_path / "model")
    model = StaticEmbeddings(tmp_path / "model")
    assert model.dimension == 32
    scores = model.encode(["图解有多少个"]) @ model.encode(["制作图解45个", "改正错别字9处"]).T
    assert scores[0].argmax() == 0
    assert len(corpus_of(few, data.templates, 1)) > 100
