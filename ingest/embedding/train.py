"""Train the default model: `python -m ingest.embedding.train [--out FOLDER]`.

A first run keeps wordings back and is measured beside random indexing; a second one learns from all and is written.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Normalize
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from ingest.embedding.measure import Exam, exams_of
from ingest.embedding.pairs import Meaning, PairMaker, corpus_of, hold_out, meanings_of
from ingest.embedding.static import MODEL_FOLDER
from ingest.embedding.tokens import UNKNOWN, rows_of, start_vectors, train_tokenizer
from ingest.embedding.training_data import TrainingData, load_training_data
from ingest.form.catalogue import load_catalogue

YEARS = [str(year) for year in range(1949, 2050)]
PAIRS_OF_DIGITS = [f"{number:02d}" for number in range(100)]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What decides the result; the same recipe and data give the same model on the same machine."""

    dimension: int = 512
    words: int = 6000
    steps: int = 400
    rate: float = 0.03
    scale: float = 20.0
    seed: int = 20250101


def prepare(meanings: dict[str, Meaning], data: TrainingData, recipe: Recipe) -> tuple[Tokenizer, np.ndarray]:
    """Tokenizer and random-indexing vectors, before any learning."""
    corpus = corpus_of(meanings, data.templates, recipe.seed)
    tokenizer = train_tokenizer(corpus, recipe.words, [*sorted(YEARS, reverse=True), *PAIRS_OF_DIGITS])
    return tokenizer, start_vectors(tokenizer, corpus, recipe.dimension)


def build(tokenizer: Tokenizer, table: np.ndarray) -> SentenceTransformer:
    """The model that users load: mean of token vectors, normalised."""
    embedding = StaticEmbedding(tokenizer, embedding_weights=table)
    return SentenceTransformer(modules=[embedding, Normalize()], device="cpu")


def learn(
    tokenizer: Tokenizer, start: np.ndarray, meanings: dict[str, Meaning], data: TrainingData, recipe: Recipe
) -> np.ndarray:
    """Rows pulled together where the pairs say that they mean the same."""
    torch.manual_seed(recipe.seed)
    model = build(tokenizer, start.copy())
    rows = rows_of_tokenizer(tokenizer)
    embedding = model[0]
    embedding.embedding = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False)
    loss = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    optimiser = torch.optim.Adam(model.parameters(), lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, recipe.steps)
    maker = PairMaker(meanings, data.templates, recipe.seed)
    row_ids = torch.from_numpy(rows.astype(np.int64))
    for _ in range(recipe.steps):
        sides = [model.preprocess(list(side)) for side in zip(*maker.batch(), strict=True)]
        for side in sides:
            side["input_ids"] = row_ids[side["input_ids"]]
        optimiser.zero_grad()
        loss(sides, None).backward()
        optimiser.step()
        schedule.step()
    learned: np.ndarray = embedding.embedding.weight.detach().numpy().copy()
    learned[rows[tokenizer.token_to_id(UNKNOWN)]] = 0
    return learned


def rows_of_tokenizer(tokenizer: Tokenizer) -> np.ndarray:
    """Row of each token id."""
    vocab = tokenizer.get_vocab()
    return rows_of(sorted(vocab, key=vocab.__getitem__))


def scores(tokenizer: Tokenizer, table: np.ndarray, exams: Sequence[Exam]) -> list[str]:
    """One line an exam."""
    model = build(tokenizer, table[rows_of_tokenizer(tokenizer)])
    return [str(exam.score(lambda texts: model.encode(list(texts)))) for exam in exams]


def write(tokenizer: Tokenizer, table: np.ndarray, folder: Path) -> None:
    """The folder, readable by any user: int8 rows, a factor a token, the row of each token."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows_of_tokenizer(tokenizer)
    build(tokenizer, table[:1].repeat(len(rows), axis=0)).save(str(folder), create_model_card=False)
    factor = np.abs(table).max(axis=1) / 127
    factor[factor == 0] = 1
    tensors = {
        "embeddings": np.round(table / factor[:, None]).astype(np.int8),
        "mapping": rows.astype(np.int32),
        "weights": factor[rows].astype(np.float32),
    }
    save_file(tensors, str(folder / "model.safetensors"))
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact, encoding="utf-8")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def measure(data: TrainingData, recipe: Recipe) -> list[str]:
    """Scores of random indexing and of a model that did not see what it is asked."""
    meanings = meanings_of(load_catalogue(), data)
    hold_out(meanings, Random(recipe.seed))
    tokenizer, start = prepare(meanings, data, recipe)
    exams = exams_of(meanings, data, recipe.seed)
    learned = learn(tokenizer, start, meanings, data, recipe)
    before, after = scores(tokenizer, start, exams), scores(tokenizer, learned, exams)
    return ["random indexing", *before, "trained", *after]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, then train on everything and write."""
    parser = argparse.ArgumentParser(description="Train the default embedding model.")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--measure-only", action="store_true")
    options = parser.parse_args(arguments)
    data, recipe = load_training_data(), Recipe(steps=options.steps)
    print("\n".join(measure(data, recipe)))
    if options.measure_only:
        return
    meanings = meanings_of(load_catalogue(), data)
    tokenizer, start = prepare(meanings, data, recipe)
    write(tokenizer, learn(tokenizer, start, meanings, data, recipe), options.out)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out}: {size / 1e6:.1f} MB, {tokenizer.get_vocab_size()} tokens, {len(start)} rows")


if __name__ == "__main__":
    main()
