"""The closed world that questions of these tests are about."""

from __future__ import annotations

import pytest

from bot.understand.parts import World
from ingest.form.catalogue import Catalogue

LOADED = (
    ("吴忠市人民政府办公室", 2025),
    ("淮安市人民政府", 2024),
    ("淮安市洪泽区人民政府", 2023),
    ("平潭综合实验区", 2020),
    ("平潭综合实验区", 2021),
    ("平潭综合实验区", 2022),
)


@pytest.fixture(scope="session")
def world(catalogue: Catalogue) -> World:
    """Six reports of four agencies."""
    return World(catalogue, LOADED)
