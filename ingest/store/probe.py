"""Opens an index folder and reads all of it: `python -m ingest.store.probe FOLDER`.

Run as a process of its own, because a damaged index may kill the process that opens it.
Prints {"ids": [...], "dimension": N}; dimension is 0 for an empty index.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_TIME_LIMIT_S = 600


@dataclass(frozen=True, slots=True)
class Probed:
    """What an index holds, or the last words of the process that could not read it."""

    ids: frozenset[str] = frozenset()
    failure: str = ""


def probe(folder: Path) -> Probed:
    """Read the index in a subprocess."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    command = [sys.executable, "-m", "ingest.store.probe", str(folder)]
    try:
        run = subprocess.run(command, env=environment, capture_output=True, timeout=_TIME_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return Probed(failure=f"no answer in {_TIME_LIMIT_S} s")
    if run.returncode:
        words = run.stderr.decode(errors="replace").strip().splitlines()
        return Probed(failure=words[-1] if words else f"exit {run.returncode}")
    return Probed(frozenset(json.loads(run.stdout)["ids"]))


def read_all(folder: Path) -> dict[str, Any]:
    """Ids and dimension; reads every vector and asks one question."""
    from ingest.store.index import BATCH, COLLECTION, open_client  # noqa: PLC0415  the caller stays light

    with closing(open_client(folder)) as client:
        collection = client.get_collection(COLLECTION)
        ids: list[str] = []
        dimension = 0
        for at in range(0, collection.count(), BATCH):
            some = collection.get(limit=BATCH, offset=at, include=["embeddings"])
            ids.extend(some["ids"])
            vectors = some["embeddings"]
            dimension = 0 if vectors is None else len(vectors[0])
        if dimension:
            collection.query(query_embeddings=np.ones((1, dimension), dtype=np.float32), n_results=1, include=[])
    return {"ids": ids, "dimension": dimension}


if __name__ == "__main__":
    print(json.dumps(read_all(Path(sys.argv[1]))))
