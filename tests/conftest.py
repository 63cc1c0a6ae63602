"""What every test shares: references that people read, and a way to write them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from edition_files import BuiltHandouts
from hypothesis import HealthCheck, settings

from handout.disk_cache import FOLDER_VARIABLE

# A busy machine is no defect, and a test that writes the same file anew needs no new folder.
settings.register_profile(
    "handout", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("handout")

TESTS = Path(__file__).parent
Compare = Callable[[str, str], None]


SLOW = frozenset(
    {
        # A browser, Java or Node.
        *("test_accessible", "test_epub", "test_html", "test_reading_order"),
        # Every edition on every paper.
        *("test_editions", "test_sheets"),
        # Processes, clusters, renderers, an installation.
        *("test_batch", "test_cluster", "test_figures_pose", "test_packaging"),
    }
)
"""Modules whose tests are not among those of 'pytest -m fast'."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem not in SLOW and not item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.fast)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-references",
        action="store_true",
        help="write what the program says now into the references; read the diff before you commit",
    )


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests prepare out of a developer's own cache, and the other way round."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def handouts(tmp_path_factory: pytest.TempPathFactory) -> BuiltHandouts:
    """Handouts in every edition, each built once for all tests."""
    return BuiltHandouts(tmp_path_factory.mktemp("editions"))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-references"))


@pytest.fixture
def compare(update: bool) -> Compare:  # noqa: FBT001 -- a fixture is asked for by its name
    """Hold a text against the reference of a name."""

    def hold(name: str, text: str) -> None:
        path = TESTS / "references" / name
        if update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return hold
