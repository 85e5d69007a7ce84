"""The shape of the house: who may import whom, one home per library, sizes, and nothing that does not belong."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("app", "bot", "ingest", "prompts", "tests")
FILES = sorted([ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "ingest").rglob("*.py")])
LONGEST_FILE, LONGEST_FUNCTION = 400, 60

TOP_LEVEL = {
    ".ci", ".gitignore", "LICENSE", "README.md", "README.zh-CN.md", "app.py", "bot", "constraints.txt", "ingest", "prompts",
    "pyproject.toml", "reports", "tests",
}  # fmt: skip

# Left may import right and itself; nothing else of the project. What is not listed assembles.
MAY_IMPORT = {
    "ingest.model": set[str](),
    "ingest.text": set[str](),
    "ingest.datafile": set[str](),
    "ingest.wording": {"ingest.datafile"},
    "ingest.settings": set[str](),
    "ingest.errors": {"ingest.wording"},
    "ingest.numbers": {"ingest.model", "ingest.text"},
    "ingest.load": {"ingest.errors", "ingest.model", "ingest.text"},
    "ingest.address": {"ingest.model", "ingest.text"},
    "ingest.identity": {"ingest.address", "ingest.model", "ingest.text"},
    "ingest.form": {"ingest.datafile", "ingest.model", "ingest.numbers", "ingest.text"},
    "ingest.chunk": {"ingest.model", "ingest.text"},
    "ingest.store": {"ingest.model"},
    "ingest.embedding": {"ingest.datafile", "ingest.form"},  # the form's own words are what the model is trained on
    "bot.model": {"ingest.model"},
    "bot.plan": {"bot.model"},
}
# These may not import what stands beside or above them.
MAY_NOT_IMPORT = {
    "ingest.audit": {
        "ingest.load",
        "ingest.chunk",
        "ingest.embedding",
        "ingest.pipeline",
        "ingest.reading",
        "ingest.identity",
    },
    "ingest.reading": {"ingest.store", "ingest.embedding", "ingest.load", "ingest.pipeline"},
    "bot.understand": {
        "bot.lookup",
        "bot.compose",
        "bot.verify",
        "bot.chain",
        "bot.web",
        "ingest.store",
        "ingest.load",
    },
    "bot.lookup": {"bot.understand", "bot.compose", "bot.verify", "bot.chain", "bot.web", "ingest.load"},
    "bot.compose": {"bot.understand", "bot.verify", "bot.chain", "bot.web", "ingest.load"},
    "bot.verify": {"bot.understand", "bot.lookup", "bot.chain", "bot.web", "ingest.store", "ingest.load"},
    "bot.web": {"bot.understand", "bot.lookup", "bot.compose", "bot.verify", "ingest.load", "ingest.pipeline"},
}
# Library → (its distribution, its homes). A library that is not listed has no home yet.
HOMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "chromadb": ("chromadb", ("ingest/store/index",)),
    "langchain_chroma": ("langchain-chroma", ("ingest/store/index",)),
    "sqlalchemy": ("SQLAlchemy", ("ingest/store/",)),
    "sqlite3": ("", ("ingest/store/",)),
    "gradio": ("gradio", ("bot/web/", "app.py")),
    "fastapi": ("fastapi", ("bot/web/", "app.py")),
    "starlette": ("fastapi", ("bot/web/", "app.py")),
    "uvicorn": ("uvicorn", ("bot/web/", "app.py")),
    "plotly": ("plotly", ("bot/web/",)),
    "prometheus_client": ("prometheus-client", ("bot/web/",)),
    "langchain_core": ("langchain-core", ("bot/", "ingest/embedding/", "ingest/store/index")),
    "langchain": ("langchain", ("bot/",)),
    "langchain_huggingface": ("langchain-huggingface", ("ingest/embedding/",)),
    "sentence_transformers": ("sentence-transformers", ("ingest/embedding/",)),
    "torch": ("sentence-transformers", ("ingest/embedding/train",)),
    "tokenizers": ("tokenizers", ("ingest/embedding/",)),
    "safetensors": ("safetensors", ("ingest/embedding/",)),
    "docx": ("python-docx", ("ingest/load/docx.py", "ingest/audit/sheet")),
    "openpyxl": ("openpyxl", ("ingest/load/xlsx.py", "ingest/audit/sheet")),
    "pdfplumber": ("pdfplumber", ("ingest/load/pdf",)),
    "pdfminer": ("pdfplumber", ("ingest/load/pdf",)),
    "lxml": ("lxml", ("ingest/load/",)),
    "pypdfium2": ("pdfplumber", ("ingest/load/ocr",)),
    "PIL": ("pdfplumber", ("ingest/load/ocr",)),
    "rapidocr": ("rapidocr", ("ingest/load/ocr",)),
    "cv2": ("rapidocr", ("ingest/load/ocr",)),  # OpenCV, which RapidOCR brings
    "charset_normalizer": ("charset-normalizer", ("ingest/load/",)),
    "opencc": ("opencc", ("ingest/text.py", "ingest/embedding/tokens.py")),
    "rapidfuzz": ("rapidfuzz", ("ingest/form/labels.py", "ingest/audit/", "bot/understand/")),
    "pypinyin": ("pypinyin", ("bot/understand/",)),
    "jieba": ("jieba", ("bot/understand/words.py",)),
    "yaml": ("PyYAML", ("ingest/datafile.py", "ingest/wording.py", "ingest/audit/")),
    "pydantic": ("pydantic", ("ingest/datafile.py", "ingest/form/schema.py", "ingest/settings.py", "ingest/audit/rules.py",
                              "ingest/embedding/training_data.py", "bot/plan.py", "bot/curated.py", "bot/evaluate/cases.py",
                              "bot/understand/", "bot/web/")),
    "pydantic_settings": ("pydantic-settings", ("ingest/settings.py",)),
    "numpy": ("numpy", ("ingest/", "bot/")),
    "tqdm": ("tqdm", ("ingest/startup.py",)),
}  # fmt: skip


@lru_cache(maxsize=512)
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """Dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """All modules that a file imports, lazily or by name too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            yield from (str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))


def part_of(module: str) -> str:
    """The part of the house that a module belongs to: ingest.form.labels → ingest.form."""
    return ".".join(module.split(".")[:2])


MODULES = {name_of(path): path for path in FILES}


def edges() -> dict[str, set[str]]:
    """Module → modules of the project that it imports."""
    return {name: {module for module in imports(path) if module in MODULES} - {name} for name, path in MODULES.items()}


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 60
    assert edges()["ingest.form.reader"] >= {"ingest.form.requests", "ingest.model"}


@pytest.mark.parametrize("name", MODULES)
def test_direction(name: str) -> None:
    found = {module.split(".")[0] for module in imports(MODULES[name])} & set(PARTS)
    allowed = {"app": {"app", "bot", "ingest"}, "bot": {"bot", "ingest"}, "ingest": {"ingest"}}
    assert found <= allowed[name.split(".", maxsplit=1)[0]] - ({"app"} if name != "app" else set())


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_parts_import_only_what_they_may(part: str) -> None:
    strays = [
        (name, module) for name, found in edges().items() for module in found
        if part_of(name) == part and part_of(module) not in MAY_IMPORT[part] | {part, "ingest", "bot"}
    ]  # fmt: skip
    assert strays == []


@pytest.mark.parametrize("part", MAY_NOT_IMPORT)
def test_parts_leave_their_neighbours_alone(part: str) -> None:
    strays = [(name, module) for name, found in edges().items() for module in found
              if part_of(name) == part and part_of(module) in MAY_NOT_IMPORT[part]]  # fmt: skip
    assert strays == []


def test_only_the_app_knows_the_web() -> None:
    users = {name for name, found in edges().items() if any(part_of(module) == "bot.web" for module in found)}
    assert {name for name in users if part_of(name) != "bot.web"} <= {"app"}


def test_no_cycles_not_even_lazy_ones() -> None:
    left = edges()
    while free := [name for name, found in left.items() if not found & set(left)]:
        left = {name: found for name, found in left.items() if name not in free}
    assert sorted(left) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_library_has_its_home(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    libraries = (
        {module.split(".")[0] for module in imports(path)} - set(PARTS) - (set(sys.stdlib_module_names) - set(HOMES))
    )
    homeless = [library for library in libraries if library not in HOMES]
    assert homeless == [], f"{where}: add the library and its home to HOMES"
    strays = [library for library in libraries if not where.startswith(HOMES[library][1])]
    assert strays == [], f"{where} is no home of these libraries"


def test_each_library_is_declared() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    used = {module.split(".")[0] for path in FILES for module in imports(path)} & set(HOMES)
    missing = [
        name for name in used if HOMES[name][0] and not re.search(rf'"{re.escape(HOMES[name][0])}\b[^"]*"', declared)
    ]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_sizes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))
    if path.name == "__init__.py":  # nothing happens on import but imports
        assert all(isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign) for node in tree(path).body)


def tracked() -> list[Path]:
    """Files that git keeps, or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: the files that belong to the project are not known")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_top_level_is_exactly_this() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


# Written in pieces, so that this file does not hold what it looks for.
UNWANTED = re.compile(
    "|".join(["clau" + "de", "anthr" + "opic", "ai" + r"[- ]generated", "/wo" + "rk/", "/ro" + "ot/", "py" + r"pi\.org", "files\\.python" + "hosted",
              "mirrors?" + r"\.(?:aliyun|tuna|ustc|tencent)", "index-" + "url", "copi" + "lot", "chat" + "gpt"]),
    re.IGNORECASE,
)  # fmt: skip


def test_nothing_that_does_not_belong() -> None:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\x00" in data[:4096] or path.suffix == ".safetensors":
            continue
        text = data.decode("utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
            for match in UNWANTED.finditer(text)
        ]
    assert found == []


def test_tests_mirror_the_tree() -> None:
    strays = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        folder = path.parent.relative_to(ROOT / "tests").as_posix()
        if folder not in (".", "bench", "ingest/layouts", "questions") and not (ROOT / folder).is_dir():
            strays.append(path.relative_to(ROOT).as_posix())
    assert strays == []
