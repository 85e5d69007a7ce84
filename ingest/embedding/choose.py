"""Which embedding is used: the shipped one, or the one that NIANBAO_EMBEDDING names."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.embedding.static import HASH_DIGITS, MODEL_FOLDER, StaticEmbeddings, Vectors

SETTING = "NIANBAO_EMBEDDING"
HASHED_BYTES = 1 << 20


class EmbeddingError(RuntimeError):
    """The embedding that the setting names cannot be used. `value` is the setting's value, `detail` the cause."""

    def __init__(self, value: str, zh: str, en: str, detail: str = "") -> None:
        self.value, self.detail = value, detail
        cause = f" ({detail})" if detail else ""
        super().__init__(
            f"设置项 {SETTING} 的值为 {value!r}：{zh}{cause}。请改为本机上的 sentence-transformers 模型文件夹，"
            f"或已下载到本机缓存的模型名；留空则使用自带模型。\n"
            f"Setting {SETTING} has value {value!r}: {en}{cause}. Give the folder of a sentence-transformers model on "
            f"this machine, or the name of a model in its local cache; leave it empty for the model that is shipped."
        )


@dataclass(frozen=True)
class ChosenEmbedding:
    """An embedding and its name. Vectors of different `identity` must never be compared."""

    embeddings: Embeddings
    identity: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row a text."""
        if isinstance(self.embeddings, StaticEmbeddings):
            return self.embeddings.encode(texts)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.asarray(self.embeddings.embed_documents(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def load_embedding(name: str | None = None) -> ChosenEmbedding:
    """The shipped model where `name` is empty, else a local folder or a cached model. Raises EmbeddingError."""
    chosen = (name or "").strip()
    if not chosen:
        return load_shipped()
    if Path(chosen).expanduser().is_dir():
        folder = Path(chosen).expanduser().resolve()
        embeddings, dimension = load_named(chosen, str(folder), offline=True)
        return ChosenEmbedding(embeddings, f"{folder.name}@{dimension}@{folder_hash(folder)}", dimension)
    if looks_like_path(chosen):
        raise EmbeddingError(chosen, "没有这个文件夹", "there is no such folder")
    embeddings, dimension = load_named(chosen, chosen, offline=False)
    return ChosenEmbedding(embeddings, f"{chosen}@{dimension}", dimension)


def load_shipped() -> ChosenEmbedding:
    """The default model, without torch."""
    try:
        embeddings = StaticEmbeddings()
    except Exception as error:  # tokenizers raises plain Exception
        raise EmbeddingError("", "自带模型无法读取，请重新安装", "the shipped model is damaged", str(error)) from error
    return ChosenEmbedding(embeddings, embeddings.identity, embeddings.dimension)


def looks_like_path(name: str) -> bool:
    """A hub name is `model` or `owner/model`; anything with more, or that starts like a path, is one."""
    return name.startswith((".", "/", "~")) or name.count("/") > 1 or "\\" in name or Path(name).exists()


def load_named(value: str, model: str, *, offline: bool) -> tuple[Embeddings, int]:
    """The model through LangChain, and its dimension. Without a network unless HF_HUB_OFFLINE=0 is set for a name."""
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    local_only = os.environ.setdefault("HF_HUB_OFFLINE", "1").upper() not in {"0", "FALSE", "NO", "OFF", ""}
    try:
        huggingface = importlib.import_module("langchain_huggingface")
        embeddings: Embeddings = huggingface.HuggingFaceEmbeddings(
            model_name=model,
            model_kwargs={"device": "cpu", "local_files_only": local_only},
            encode_kwargs={"normalize_embeddings": True},
        )
        return embeddings, len(embeddings.embed_query(SETTING))
    except ImportError as error:
        zh, en = "缺少 langchain-huggingface 或 sentence-transformers", "a library for it is not installed"
        raise EmbeddingError(value, zh, en, str(error)) from error
    except Exception as error:  # loaders of model files raise errors of many unrelated kinds
        detail = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EmbeddingError(value, "模型无法加载", "the model cannot be loaded", detail) from error


def folder_hash(folder: Path) -> str:
    """Changes with any file's name, size, beginning or end: large weights are not read whole at each start."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        size = path.stat().st_size
        digest.update(f"{relative.as_posix()}\0{size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(HASHED_BYTES))
            if size > HASHED_BYTES:
                file.seek(max(HASHED_BYTES, size - HASHED_BYTES))
                digest.update(file.read(HASHED_BYTES))
    return digest.hexdigest()[:HASH_DIGITS]


__all__ = ["MODEL_FOLDER", "SETTING", "ChosenEmbedding", "EmbeddingError", "load_embedding"]
