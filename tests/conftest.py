"""Fixtures and options of all tests: text references, and an option to update them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from edition_files import BuiltHandouts
from hypothesis import HealthCheck, settings

from handout.disk_cache import FOLDER_VARIABLE
from handout.font_packages import PACKAGES

# No deadline on busy machines; tests that rewrite the same file need no new folder.
settings.register_profile(
    "handout", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("handout")

TESTS = Path(__file__).parent
Compare = Callable[[str, str], None]


@pytest.fixture(autouse=True, scope="session")
def _no_packages_of_fonts() -> Iterator[None]:
    """Hide the extra 'fonts': without it, more is missing, and there is more to say."""
    with pytest.MonkeyPatch.context() as patch:
        for name in PACKAGES:
            patch.setitem(sys.modules, name, None)
        yield


SLOW = frozenset(
    {
        # A browser, Java or Node.
        *("test_accessible", "test_epub", "test_extraction_matrix"),
        *("test_html", "test_reading_order", "test_svg_drawings"),
        # Every edition on every paper.
        *("test_editions", "test_sheets"),
        # Processes, clusters, renderers, an installation.
        *("test_batch", "test_cluster", "test_figures_library", "test_figures_pose"),
        *("test_packaging", "test_security"),
    }
)
"""Modules whose tests 'pytest -m fast' skips."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem not in SLOW and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.fast)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-references",
        action="store_true",
        help="update the references with the current output; read the diff before you commit",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to update references side by side: several processes would rewrite one file."""
    if config.getoption("--update-references") and config.getoption("numprocesses", default=None):
        message = "--update-references needs a single process: add '-n 0'"
        raise pytest.UsageError(message)


@pytest.fixture(autouse=True, scope="session")
def _separate_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of the tests separate from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def handouts(tmp_path_factory: pytest.TempPathFactory) -> BuiltHandouts:
    """Return handouts in every edition, each built once for all tests."""
    return BuiltHandouts(tmp_path_factory.mktemp("editions"))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-references"))


@pytest.fixture
def compare(update: bool) -> Compare:  # noqa: FBT001 -- pytest passes a fixture by name
    """Return a function that compares a text with a reference."""

    def compare_text(name: str, text: str) -> None:
        path = TESTS / "references" / name
        if update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare_text
