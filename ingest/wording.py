"""Wordings that a user reads: YAML files in prompts/, zh and en, `$name` placeholders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from string import Template

import yaml

from ingest.datafile import LOADER


class WordingError(ValueError):
    """A wording file lacks a key or a language, or a placeholder was not filled."""


@dataclass(frozen=True)
class Wording:
    """The wordings of one file: key → language → template."""

    name: str
    texts: dict[str, dict[str, str]]

    def get(self, key: str, lang: str, **values: object) -> str:
        """Wording `key` in `lang` ("zh" or "en") with `values` filled in."""
        try:
            template = self.texts[key][lang]
        except KeyError as error:
            raise WordingError(f"prompts/{self.name}.yaml: key {key}.{lang} is missing") from error
        try:
            return Template(template).substitute({k: str(v) for k, v in values.items()})
        except (KeyError, ValueError) as error:
            raise WordingError(f"prompts/{self.name}.yaml: key {key}.{lang}: placeholder {error}") from error


@lru_cache(maxsize=16)
def wording(name: str) -> Wording:
    """Load prompts/<name>.yaml and check that every key has both languages."""
    raw = yaml.load(files("prompts").joinpath(f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER)
    for key, texts in raw.items():
        missing = {"zh", "en"} - set(texts)
        if missing:
            raise WordingError(f"prompts/{name}.yaml: key {key} lacks {', '.join(sorted(missing))}")
    return Wording(name, raw)
