"""Another embedding is chosen by name or folder; what cannot be loaded is said at once."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from ingest.embedding import choose
from ingest.embedding.choose import ChosenEmbedding, EmbeddingError, folder_hash, load_embedding
from ingest.embedding.static import MODEL_FOLDER, StaticEmbeddings


class LongVectors(Embeddings):
    """Vectors that are not normalised."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[3.0 * len(text), 4.0 * len(text)] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "my-model"))


@pytest.mark.parametrize("name", [None, "", "  "])
def test_nothing_set_is_the_shipped_model(name: str | None) -> None:
    chosen = load_embedding(name)
    assert isinstance(chosen.embeddings, StaticEmbeddings)
    assert re.fullmatch(rf"nianbao-static-{chosen.dimension}@[0-9a-f]{{12}}", chosen.identity)
    assert chosen.encode(["公开"]).shape == (1, chosen.dimension)


def test_a_choice_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_embedding(None).identity = "other"  # type: ignore[misc]


def test_the_identity_changes_with_the_weights(folder: Path) -> None:
    before = StaticEmbeddings(folder).identity
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    assert StaticEmbeddings(folder).identity != before == load_embedding(None).identity


def test_a_folder_is_loaded_through_langchain(folder: Path) -> None:
    shipped, chosen = load_embedding(None), load_embedding(str(folder))
    assert type(chosen.embeddings).__name__ == "HuggingFaceEmbeddings"
    assert re.fullmatch(rf"my-model@{shipped.dimension}@[0-9a-f]{{12}}", chosen.identity)
    texts = ["收到多少件申请", "how many requests", ""]
    assert np.allclose(chosen.encode(texts), shipped.encode(texts), atol=1e-5)
    assert chosen.encode(texts).dtype == np.float32


def test_the_hash_of_a_folder_follows_its_files(folder: Path) -> None:
    before = folder_hash(folder)
    (folder / ".cache").write_text("not part of the model")
    assert folder_hash(folder) == before
    (folder / "modules.json").write_text("[]")
    assert folder_hash(folder) != before


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "./nothing", "~/no-such-model", "a/b/c", "nobody/no-such-model", "C:\\models\\x"]
)
def test_what_cannot_be_loaded_is_said_at_once(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(EmbeddingError) as caught:
        load_embedding(name)
    assert time.monotonic() - started < 30
    chinese, english = str(caught.value).split("\n")
    assert all("NIANBAO_EMBEDDING" in line and repr(name) in line for line in (chinese, english))
    assert "留空则使用自带模型" in chinese
    assert "leave it empty" in english
    assert caught.value.value == name


def test_a_damaged_folder_is_said(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{")
    with pytest.raises(EmbeddingError, match="模型无法加载"):
        load_embedding(str(folder))


def test_a_file_is_no_folder(folder: Path) -> None:
    with pytest.raises(EmbeddingError, match="没有这个文件夹"):
        load_embedding(str(folder / "modules.json"))


def test_a_missing_library_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(EmbeddingError, match="langchain_huggingface"):
        load_embedding(str(folder))


def test_a_local_folder_is_always_offline(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    load_embedding(str(folder))
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_damaged_shipped_model_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tokenizer.json").write_text("{")
    monkeypatch.setattr(choose, "StaticEmbeddings", lambda: StaticEmbeddings(folder))
    with pytest.raises(EmbeddingError, match="自带模型无法读取"):
        load_embedding(None)


def test_any_embedding_is_encoded_normalised() -> None:
    chosen = ChosenEmbedding(LongVectors(), "long@2", 2)
    assert np.allclose(chosen.encode(["ab", ""]), [[0.6, 0.8], [0.0, 0.0]])
    assert chosen.encode([]).shape == (0, 2)
