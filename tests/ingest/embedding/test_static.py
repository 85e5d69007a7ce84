"""The shipped model gives the same vectors through every door."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.static import MODEL_FOLDER, StaticEmbeddings, batches
from ingest.embedding.tokens import gb2312

TEXTS = [
    "2025年吴忠市人民政府办公室收到多少件政府信息公开申请",
    "How many requests were refused in 2024?",
    "改正错情1700余处，清除失效信息4600余条。",
    "⼀⾏⽂ ＡＢＣ１２３ 繁體字",
    "第一行\n第二行",
    "古树名木",
    "",
    "   ",
]


@pytest.fixture(scope="module")
def model() -> StaticEmbeddings:
    return StaticEmbeddings()


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray((left * right).sum(axis=1))


def test_vectors_are_normalised_float32(model: StaticEmbeddings) -> None:
    vectors = model.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), model.dimension)
    assert np.allclose(np.linalg.norm(vectors[:6], axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_tokens_is_the_zero_vector(model: StaticEmbeddings, text: str) -> None:
    assert not model.encode([text]).any()
    assert not any(model.embed_query(text))


def test_no_text_gives_no_row(model: StaticEmbeddings) -> None:
    assert model.encode([]).shape == (0, model.dimension)
    assert model.embed_documents([]) == []


def test_many_texts_keep_their_order(model: StaticEmbeddings) -> None:
    texts = [f"公开信息{number}条" for number in range(600)]
    vectors = model.encode(texts)
    assert np.allclose(vectors[599], model.encode([texts[599]])[0], atol=1e-6)
    assert [len(batch) for batch in batches(texts, 256)] == [256, 256, 88]


def test_langchain_doors_give_the_same(model: StaticEmbeddings) -> None:
    assert np.allclose(model.embed_documents(TEXTS), model.encode(TEXTS))
    assert np.allclose(model.embed_query(TEXTS[0]), model.encode(TEXTS[:1])[0], atol=1e-6)


@pytest.mark.usefixtures("offline")
def test_equals_sentence_transformers(model: StaticEmbeddings) -> None:
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(str(MODEL_FOLDER), device="cpu", local_files_only=True)
    vectors = np.asarray(other.encode(TEXTS))
    assert cosines(model.encode(TEXTS)[:6], vectors[:6]).min() > 0.9999
    assert not vectors[6:].any()


@pytest.mark.usefixtures("offline")
def test_equals_langchain_huggingface(model: StaticEmbeddings) -> None:
    from langchain_huggingface import HuggingFaceEmbeddings

    other = HuggingFaceEmbeddings(
        model_name=str(MODEL_FOLDER), model_kwargs={"device": "cpu", "local_files_only": True}
    )
    assert cosines(model.encode(TEXTS)[:6], np.asarray(other.embed_documents(TEXTS))[:6]).min() > 0.9999
    assert np.dot(model.embed_query(TEXTS[0]), other.embed_query(TEXTS[0])) > 0.9999


def test_no_han_character_is_unknown(model: StaticEmbeddings) -> None:
    unknown = model.tokenizer.token_to_id("[UNK]")
    everything = [chr(code) for code in range(0x4E00, 0xA000)]
    assert len(gb2312()) == 6763
    assert not [c for c in everything if unknown in model.tokenizer.encode(c).ids]
    assert len(np.unique(model.encode(gb2312()), axis=0)) == 6763


@pytest.mark.parametrize("year", range(2000, 2041))
def test_a_year_is_one_token(model: StaticEmbeddings, year: int) -> None:
    assert str(year) in model.tokenizer.encode(f"在{year}年").tokens


def test_a_traditional_character_is_its_simplified_one(model: StaticEmbeddings) -> None:
    traditional, simplified = model.encode(["罰款與處分", "罚款与处分"])
    assert np.dot(traditional, simplified) > 0.5
    traditional, simplified = model.encode(["罰", "罚"])
    assert np.allclose(traditional, simplified, atol=1e-6)


def test_a_word_never_trained_finds_its_sentence(model: StaticEmbeddings) -> None:
    passages = ["推动葡萄酒产业品牌建设", "滩羊养殖保险参保率提高", "公示殡葬服务项目与价格", "规范共享单车停放秩序"]
    scores = model.encode(["殡葬价格是多少", "共享单车情况怎么样"]) @ model.encode(passages).T
    assert scores.argmax(axis=1).tolist() == [2, 3]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("写错字的地方改了多少", "改正错情1700余处"),
        ("how many infographics were made", "推出图解45个、MG动画16期"),
        ("有什么不足", "存在的主要问题是内容不够深入"),
        ("how many accounts were closed", "关停注销账号61个"),
    ],
)
def test_other_words_for_the_same_are_near(model: StaticEmbeddings, asked: str, found: str) -> None:
    others = ["行政许可处理决定447228件", "办理留言2件", "本报告统计期限为全年", "开展养犬登记"]
    scores = model.encode([asked]) @ model.encode([found, *others]).T
    assert scores[0].argmax() == 0


def test_the_folder_is_small_and_readable_by_all() -> None:
    files = [path for path in MODEL_FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 16_000_000
    assert {stat.S_IMODE(path.stat().st_mode) & 0o444 for path in files} == {0o444}


def test_the_default_needs_no_torch() -> None:
    script = (
        "import sys\n"
        "from ingest.embedding.choose import load_embedding\n"
        "assert load_embedding(None).encode(['测试']).shape[0] == 1\n"
        "print([m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
