"""Data files: YAML checked against a type at load; what is wrong is named with file and key."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

Loaded = TypeVar("Loaded")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where the C library is there


def read_yaml(path: Path, kind: type[Loaded], wrong: type[ValueError]) -> Loaded:
    """Read `path` as `kind`. Raises `wrong` naming the file and the key at fault."""
    try:
        raw: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # a safe loader, see above
    except (OSError, yaml.YAMLError) as error:
        raise wrong(f"{path.name}: cannot be read as YAML: {error}") from error
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(top)"
        raise wrong(f"{path.name}: key {key}: {first['msg']} (found {first.get('input')!r:.80})") from error
