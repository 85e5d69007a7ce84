"""The shipped model at run time: numpy, tokenizers and safetensors, so that no question waits for torch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).parent / "model"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
BATCH = 256
HASH_DIGITS = 12

Vectors = NDArray[np.float32]


class StaticEmbeddings(Embeddings):
    """Mean of token vectors, normalised: the same vectors as SentenceTransformer gives for the same folder."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        self.folder = folder
        self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        tensors = load_file(folder / WEIGHTS)
        self.rows: NDArray[np.int8] = tensors["embeddings"]
        self.mapping: NDArray[np.int32] = tensors["mapping"]
        self.weights: Vectors = tensors["weights"]

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.rows.shape[1])

    @property
    def identity(self) -> str:
        """Name that changes with every change of the weights or the tokenizer."""
        digest = hashlib.sha256()
        for name in (WEIGHTS, TOKENIZER):
            digest.update((self.folder / name).read_bytes())
        return f"nianbao-static-{self.dimension}@{digest.hexdigest()[:HASH_DIGITS]}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One normalised row a text; the zero vector where a text has no token."""
        parts = [self.encode_batch(batch) for batch in batches(texts, BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_batch(self, texts: Sequence[str]) -> Vectors:
        """`encode` for as many texts as memory allows at once."""
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for position, tokens in enumerate(ids):
            if tokens:
                vectors[position] = self.weights[tokens] @ self.rows[self.mapping[tokens]].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's door for passages."""
        vectors: list[list[float]] = self.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """LangChain's door for a question."""
        return self.embed_documents([text])[0]


def batches(texts: Sequence[str], size: int) -> Iterator[list[str]]:
    """`texts` in lists of at most `size`."""
    remaining = iter(texts)
    while batch := list(islice(remaining, size)):
        yield batch
