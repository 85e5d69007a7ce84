"""The tokenizer: BPE words of the domain over every Han character, and the vectors that tokens start with."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import opencc
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
PIECES = r"\d+|[a-z]+|[\p{Han}]+|[^\s]"
HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST_WORD = 4
LONGEST_LATIN = 14
RARE_ROWS = 512
FREQUENT = 2e-3
LETTER_WEIGHT = 0.3
PUNCTUATION_WEIGHT = 0.02
SHARED = 0.5


def gb2312() -> list[str]:
    """The 6763 Han characters of GB2312, computed from its byte ranges."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def all_han() -> list[str]:
    """Every character of the unified Han block."""
    return [chr(code) for code in range(0x4E00, 0xA000)]


def train_tokenizer(texts: Iterable[str], size: int, extra: Sequence[str]) -> Tokenizer:
    """BPE over `texts`: all Han characters and `extra` (years, numbers) are whole tokens, no text is unknown."""
    tokenizer = bare(models.BPE(unk_token=UNKNOWN))
    alphabet = [*all_han(), *(chr(code) for code in range(0x21, 0x7F))]
    trainer = trainers.BpeTrainer(
        vocab_size=len(alphabet) + size,
        min_frequency=2,
        special_tokens=[UNKNOWN],
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet) + 500,
        max_token_length=LONGEST_LATIN,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    return rebuild(learned["vocab"], [tuple(pair) for pair in learned["merges"]], extra)


def bare(model: models.Model) -> Tokenizer:
    """`model` with the normaliser and the splitting that keep numbers and words whole."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(PIECES), "isolated")]
    )
    tokenizer.decoder = decoders.Fuse()
    return tokenizer


def rebuild(vocab: dict[str, int], merges: Sequence[tuple[str, str]], extra: Sequence[str]) -> Tokenizer:
    """The tokenizer with short words only, and with merges that make each of `extra` one token."""
    kept = [token for token in sorted(vocab, key=vocab.__getitem__) if acceptable(token)]
    known = set(kept)
    chosen = [pair for pair in merges if {*pair, "".join(pair)} <= known]
    made = set(map("".join, chosen))
    kept = [token for token in kept if len(token) == 1 or token == UNKNOWN or token in made]
    for left, right in (pair for word in extra for pair in halves(word)):
        if left + right not in made:
            made.add(left + right)
            kept.append(left + right)
            chosen.append((left, right))
    ids = {token: position for position, token in enumerate(kept)}
    return bare(models.BPE(vocab=ids, merges=chosen, unk_token=UNKNOWN))


def halves(word: str) -> list[tuple[str, str]]:
    """Merges that make `word`, inner ones first. By halves, or 2020 would end as two times 20."""
    if len(word) < 2:
        return []
    left, right = word[: len(word) // 2], word[len(word) // 2 :]
    return [*halves(left), *halves(right), (left, right)]


def acceptable(token: str) -> bool:
    """Han words stay short, so that a word is cut the same way in different sentences; numbers are not learned."""
    if token == UNKNOWN or len(token) == 1:
        return True
    if HAN.search(token):
        return len(token) <= LONGEST_WORD
    return token.isalpha()


def rows_of(tokens: Sequence[str]) -> np.ndarray:
    """Row of each token: a Traditional character shares the row of its Simplified one, rare ones share a few."""
    common, convert = set(gb2312()), opencc.OpenCC("t2s").convert
    names: dict[str, int] = {}
    rows = []
    for token in tokens:
        name = token
        if len(token) == 1 and HAN.match(token) and token not in common:
            simple = convert(token)
            name = simple if simple in common else f"rare {zlib.crc32(token.encode()) % RARE_ROWS}"
        rows.append(names.setdefault(name, len(names)))
    return np.array(rows, dtype=np.int32)


def parts(token: str) -> list[str]:
    """What a token shares with others: the characters of a Han word, the beginning of a Latin one."""
    if HAN.search(token):
        return list(token)
    return [token[:5]] if len(token) > 1 and token.isalpha() else [token]


def random_vector(name: str, dimension: int) -> np.ndarray:
    """Vector of unit variance that depends on `name` alone."""
    return np.random.default_rng(zlib.crc32(name.encode())).standard_normal(dimension)


def start_vectors(tokenizer: Tokenizer, texts: Iterable[str], dimension: int) -> np.ndarray:
    """Random indexing: a word is half its own vector and half its characters', frequent words are short."""
    vocab = tokenizer.get_vocab()
    tokens = sorted(vocab, key=vocab.__getitem__)
    rows = rows_of(tokens)
    weights = weights_of(tokenizer, texts)
    table = np.zeros((rows.max() + 1, dimension), dtype=np.float32)
    done: set[int] = set()
    for token, row in zip(tokens, rows, strict=True):
        if row in done or token == UNKNOWN:
            continue
        done.add(int(row))
        shared = parts(token)
        vector = sum((random_vector(part, dimension) for part in shared), np.zeros(dimension))
        if shared != [token]:
            own = random_vector(f"word {token}", dimension) * len(shared) ** 0.5
            vector = vector * SHARED**0.5 + own * (1 - SHARED) ** 0.5
        table[row] = vector * weights.get(token, 1.0)
    return table


def weights_of(tokenizer: Tokenizer, texts: Iterable[str]) -> dict[str, float]:
    """Smooth inverse frequency: 1 for a token never seen, near 0 for function words and punctuation."""
    counts: Counter[str] = Counter()
    lines = list(texts)
    for line, encoding in zip(lines, tokenizer.encode_batch(lines), strict=True):
        # A character counts inside words too: alone it says as little as the words that it is part of.
        counts.update(token for token in encoding.tokens if not (len(token) == 1 and HAN.match(token)))
        counts.update(HAN.findall(line))
    total = sum(counts.values()) or 1
    weights = {token: FREQUENT / (FREQUENT + count / total) for token, count in counts.items()}
    for token in filter(lambda token: len(token) == 1, tokenizer.get_vocab()):
        if token.isascii() and token.isalnum():
            weights[token] = LETTER_WEIGHT
        elif not token.isalnum():
            weights[token] = PUNCTUATION_WEIGHT
    return weights
