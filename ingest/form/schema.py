"""Shape of the form's data files, validated at load with errors that name file and key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.datafile import Loaded, read_yaml


class FormDataError(ValueError):
    """A data file of the form is wrong. The message names file, key and what is expected."""


class Strict(BaseModel):
    """Unknown keys are mistakes, and what was loaded does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """The same wording in Chinese and English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def get(self, lang: str) -> str:
        """Wording in `lang` ("zh" or "en")."""
        return self.en if lang == "en" else self.zh


class Aliases(Strict):
    """What people say for a thing. `*` stands for a gap of a few characters."""

    zh: list[str]
    en: list[str]


class ColumnTerm(Strict):
    """A column of a table: what is printed, and what people call it."""

    printed: str
    variants: list[str] = []
    sum_of: list[str] = []  # a heading over other columns: it prints nothing, its figure is their sum
    unit: str = ""
    label: Text
    definition: Text
    aliases: Aliases


class RowTerm(Strict):
    """A row of a table: its printed label path, and what people call it."""

    path: list[str] = Field(min_length=1)
    variants: list[str] = []
    unit: str = "件"
    label: Text
    article: str = ""
    definition: Text
    aliases: Aliases
    weak: Aliases = Aliases(zh=[], en=[])
    companions: list[str] = []  # figures told along with this one, since people mean them too
    breakdown: list[str] = []  # rows and metrics that this row is the total of


class Metric(Strict):
    """A figure that no report prints: a sum of rows (group) or a quotient (rate)."""

    kind: Literal["group", "rate"]
    table: str
    path: str = ""
    terms: list[str] = []
    numerator: list[str] = []
    denominator: list[str] = []
    unit: str
    label: Text
    definition: Text
    see_also: list[str] = []
    companions: list[str] = []  # figures told along with this one, since people mean them too
    aliases: Aliases


class IdentityRule(Strict):
    """Two sums that should be equal within a table."""

    table: str
    along: Literal["rows", "columns"]
    left: list[str]
    right: list[str]
    status: Literal["error", "note"]
    label: Text
    text: Text


class FormItem(Strict):
    """Rows that share one header, e.g. 第二十条第（五）项."""

    item: str
    rows: list[str]
    columns: list[str]


class FormTable(Strict):
    """One table of a form."""

    section: str
    items: list[FormItem]


class Form(Strict):
    """Layout of one official form."""

    form: int
    source: str
    first_year: int
    tables: dict[str, FormTable]
    collapsed: dict[str, list[str]]


def load_yaml(path: Path, kind: type[Loaded]) -> Loaded:
    """Read `path` as `kind`. Raises FormDataError naming the file and the key at fault."""
    return read_yaml(path, kind, FormDataError)
