"""Modules import one another in one direction only, and dependencies in few modules."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SERVE = "handout.serve"
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "handout").rglob("*.py"))
}


def imports(module: str) -> set[str]:
    """Return the modules that a module imports, at top level or in functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by dots"
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in full if name in MODULES} or {node.module or ""}
    return found


def own(module: str) -> set[str]:
    """Return the modules of this package that a module imports."""
    return {name for name in imports(module) if name.partition(".")[0] == "handout"}


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize(
    ("library", "places"),
    [
        ("reportlab", ("handout.writers.pdf", "handout.figures")),
        ("click", ("handout.cli",)),
        ("tqdm", ("handout.cli.progress",)),
        ("distributed", ("handout.batching.cluster",)),
        ("yaml", ("handout.yaml_mistakes", "handout.yaml_parser", "handout.yaml_writer", SERVE)),
        ("starlette", (SERVE,)),
        ("uvicorn", ("handout.serve.server",)),
        ("segno", ("handout.writers", SERVE)),
        ("tinycss2", ("handout.svg_style",)),
        ("svg2pdf_py", ("handout.writers.pdf.svg_drawing",)),
        ("openpyxl", ("handout.batching.spreadsheet",)),
        ("odf", ("handout.batching.spreadsheet",)),
        ("PIL", ("handout.images", "handout.png", "handout.writers.pdf", "handout.figures")),
    ],
)
def test_a_dependency_is_imported_only_in_its_own_modules(
    library: str, places: tuple[str, ...]
) -> None:
    users = {module for module in MODULES if any(within(name, library) for name in imports(module))}
    assert users
    assert {module for module in users if not within(module, *places)} == set()


LOWER = {
    "handout.errors": set[str](),
    "handout.limits": set[str](),
    "handout.resources": set[str](),
    "handout.folding": set[str](),
    "handout.stray_files": {"errors"},
    "handout.foreign_markup": set[str](),
    "handout.inline": {"folding"},
    "handout.disk_cache": {"resources"},
    "handout.located": {"errors", "limits"},
    "handout.yaml_mistakes": {"errors", "foreign_markup", "located"},
    "handout.yaml_parser": {"errors", "folding", "limits", "located", "yaml_mistakes"},
    "handout.loader": {"errors", "disk_cache", "limits", "located", "yaml_parser"},
    "handout.shapes": set[str](),
    "handout.decoding": {"errors", "foreign_markup", "located", "shapes"},
    "handout.dosage": {
        f"dosage.{name}" for name in ("amounts", "doses", "frequencies", "sides", "times")
    },
    "handout.dosage.sides": {"shapes", "decoding"},
    "handout.dosage.misplaced": {"dosage.sides"},
    "handout.dosage.amounts": {"shapes", "decoding", "dosage.misplaced"},
    "handout.dosage.frequencies": {"errors", "located", "shapes", "decoding", "dosage.amounts"},
    "handout.dosage.times": {"errors", "located", "shapes", "decoding", "dosage.amounts"},
    "handout.dosage.doses": {
        *("errors", "located", "shapes", "decoding"),
        *("dosage.amounts", "dosage.frequencies", "dosage.misplaced", "dosage.sides"),
        "dosage.times",
    },
    "handout.search_words": set[str](),
    "handout.dosage_changes": {"errors", "located", "decoding", "dosage"},
    "handout.jpeg": set[str](),
    "handout.png": set[str](),
    "handout.images": {"errors", "disk_cache", "jpeg", "limits", "png", "svg_file", "svg_tree"},
    "handout.svg_tree": {"errors"},
    "handout.svg_style": {"limits", "svg_tree"},
    "handout.svg_plain": {"limits", "svg_tree"},
    "handout.svg_file": {"errors", "jpeg", "limits", "svg_tree", "svg_style", "svg_plain"},
    "handout.languages": set[str](),
    "handout.figures.files": set[str](),
    "handout.figures.pose_files": {"errors", "located", "resources"},
    "handout.document": {"colour", "errors", "inline", "languages"},
    "handout.document.traversal": {"document", "inline"},
    "handout.document.editions": {"document", "document.bilingual", "document.traversal"},
    "handout.document.bilingual": {"document", "inline"},
    "handout.document.text": {"document", "inline"},
    "handout.model": {"model.blocks", "model.entry", "model.handout"},
    "handout.model.blocks": {"errors", "located", "shapes", "decoding", "dosage", "model.entry"},
    "handout.model.entry": {"dates", "errors", "inline", "located", "decoding", "dosage"},
    "handout.model.handout": {
        "figures.names",
        *("errors", "located", "shapes", "decoding", "dosage", "model.blocks", "model.entry"),
    },
    "handout.colour": set[str](),
    "handout.caches": {"errors"},
    "handout.minutes": {"dosage"},
    "handout.theme": {"colour", "document"},
    "handout.clinic": {
        "figures.names",
        *("errors", "located", "shapes", "decoding", "model", "colour", "theme"),
        *("wording", "wording.catalogues.en"),
    },
    "handout.home_program": {"dates", "dosage", "errors", "located", "shapes", "decoding", "model"},
    "handout.tailoring": {"decoding", "errors", "home_program", "located", "model"},
    "handout.content_files": {
        *("caches", "disk_cache", "errors", "loader", "located", "model", "resources"),
        "stray_files",
    },
    "handout.picture_files": {
        *("clinic", "content_files", "disk_cache", "errors", "figures.files"),
        *("figures.pose_files", "located", "model", "resources"),
    },
    "handout.localisation": {
        *("caches", "clinic", "content_files", "errors", "languages", "located", "model"),
        *("resources", "translations", "wording"),
    },
    "handout.content_store": {
        *("caches", "clinic", "content_files", "decoding", "dosage_changes", "errors"),
        *("home_program", "localisation", "located", "model", "picture_files", "resources"),
    },
    "handout.wording": {"languages"},
    "handout.translations": {
        *("decoding", "dosage", "dosage.times", "errors", "located", "shapes"),
    },
    "handout.wording.catalogues.en_us": {"wording.catalogues.en"},
    "handout.wording.dates": {"dosage", "wording"},
    "handout.wording.dosages": {
        *("dosage", "dosage.times", "folding", "languages", "located", "minutes", "wording"),
        "wording.dates",
    },
    "handout.print_options": {"errors", "theme"},
    "handout.batching.bundle": set[str](),
    "handout.batching.jobs": {"errors", "located", "shapes", "decoding", "home_program"},
    "handout.dates": {"decoding"},
    "handout.batching.table_rows": {"errors"},
    "handout.batching.csv_rows": {"errors", "batching.table_rows"},
    "handout.batching.spreadsheet": {"errors", "extras", "batching.table_rows"},
    "handout.batching.table": {
        *("errors", "decoding", "dosage"),
        *("batching.jobs", "batching.table_rows", "batching.csv_rows", "batching.spreadsheet"),
    },
    "handout.batching.names": {"errors"},
    "handout.readability": {"errors", "inline", "languages", "document", "document.traversal"},
}


@pytest.mark.parametrize("module", LOWER)
def test_a_lower_module_imports_only_modules_below_it(module: str) -> None:
    assert own(module) <= {f"handout.{name}" for name in LOWER[module]}


def test_writers_import_the_document_but_not_the_content() -> None:
    content = (
        *(
            "model",
            "home_program",
            "clinic",
            "content_files",
            "content_store",
            "localisation",
            "picture_files",
            "tailoring",
            "loader",
            "yaml_parser",
            "located",
            "decoding",
        ),
        *("dosage", "wording", "compose", "checks"),
    )
    for module in (name for name in MODULES if within(name, "handout.writers")):
        forbidden = [f"handout.{name}" for name in (*content, "search", "cli")]
        assert not [name for name in own(module) if within(name, *forbidden)], module


def test_the_clinicians_page_is_built_on_the_public_api() -> None:
    """Below it, only what knows nothing about handouts."""
    names = ("errors", "images", "output", "png", "resources", "search_words")
    tools = {f"handout.{name}" for name in names}
    allowed = {"handout", "handout.model", *tools}
    for module in (name for name in MODULES if within(name, SERVE)):
        assert {name for name in own(module) if not within(name, SERVE)} <= allowed, module


def test_workers_and_executors_do_not_import_the_output_folder() -> None:
    for module in ("worker", "jobs", "bundle"):
        above = {
            f"handout.batching.{name}"
            for name in ("output_folder", "names", "run", "executors", "cluster")
        }
        assert own(f"handout.batching.{module}") & above == set(), module


def test_nothing_imports_the_command_line() -> None:
    users = {module for module in MODULES if any(within(n, "handout.cli") for n in own(module))}
    assert {module for module in users if not within(module, "handout.cli")} == {"handout.__main__"}


def test_there_are_no_import_cycles() -> None:
    below = {module: own(module) & set(MODULES) for module in MODULES}
    done: set[str] = set()
    while ready := {name for name, others in below.items() if name not in done and others <= done}:
        done |= ready
    assert set(MODULES) - done == set()
