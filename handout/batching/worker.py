"""Make the files of orders; one workshop keeps its library, composer and writers for all of them.

What a workshop needs is a Setup, which travels with the orders to whoever makes them.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.batching.bundle import places_here
from handout.batching.jobs import Order, personal_data
from handout.caches import Caches
from handout.clinic import Clinic
from handout.compose import Composer
from handout.decoding import GrammarError
from handout.document import DocumentTree
from handout.errors import HandoutError, Problem, Problems, suggestion
from handout.home_program import HomeProgram
from handout.languages import same_language
from handout.library import Library
from handout.located import as_mapping
from handout.memo import Memo
from handout.output import store_file
from handout.print_options import PrintOptions
from handout.writers import writer_for

_LOOKS: Final = 8
"""Writers that a workshop keeps, each with its fonts."""


class Setup(Struct, frozen=True, kw_only=True):
    """What all orders of a batch have in common."""

    folders: tuple[Path, ...]
    """Content folders; the last one wins."""
    fonts: tuple[Path, ...] = ()
    parcel: str = ""
    """Names the parcel that holds these folders, where whoever makes the files has no such disk."""
    format: str = "pdf"
    look: PrintOptions = PrintOptions()
    """For rows that ask for no other."""
    clinic: Clinic | None = None
    """The same."""


class Made(Struct, frozen=True, kw_only=True):
    """What became of an order."""

    data: bytes | Path | None
    """The file, or where it was stored; None where it cannot be made."""
    problems: tuple[Problem, ...]
    milliseconds: int


class Workshop:
    """A library, a composer and writers, used for one order after another."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._problems = Problems()
        self._here = places_here(setup.parcel, (*setup.folders, *setup.fonts))
        self._library = Library(self._here[: len(setup.folders)], self._problems)
        self._composer = Composer(self._library, Caches())
        self._writers: Memo[PrintOptions, Callable[[DocumentTree], bytes]] = Memo(_LOOKS)

    def make(self, order: Order) -> Made:
        """Make the file of an order; whatever is wrong with it stays with it."""
        began = perf_counter()
        data = None
        try:
            data = self._data(order)
        except HandoutError as error:
            self._problems.extend(error.problems)
        except Exception as error:  # noqa: BLE001 -- a fault in one row must not end the others
            fault = f"a fault in the program, please report it: {type(error).__name__}: {error}"
            self._problems.error(fault, order.origin)
        return Made(
            data=data,
            problems=tuple(map(self._as_sent, self._problems.taken())),
            milliseconds=round(1000 * (perf_counter() - began)),
        )

    def program_of(self, order: Order) -> HomeProgram | None:
        """Return the program that an order names or brings; its problems are told later."""
        try:
            located = self._library.find_program(order.cells.get("program", ""))
            if order.file is not None:
                return self._brought(order, order.file)
            return self._library.program(located) if located else None
        finally:
            self._problems.taken()

    def _data(self, order: Order) -> bytes | None:
        problems = self._problems
        problems.extend(order.problems)
        if order.problems:
            return None
        look = self._look(order)
        clinic = self._clinic(order)
        document = self._document(order, clinic)
        language = order.cells.get("lang")
        if document and language and not same_language(language, document.language):
            message = f"'{order.target}' is not there in the language '{language}'"
            problems.error(message, order.origin, f"leave it empty, or write {document.language}")
        if document is None or problems.has_errors:
            return None
        return self._writer(look)(document)

    def _document(self, order: Order, clinic: Clinic | None) -> DocumentTree | None:
        problems = self._problems
        if order.file is not None:
            program = self._brought(order, order.file)
            return self._composer.program(program, problems, clinic) if program else None
        kinds = [kind for kind in ("handout", "program") if kind in order.cells]
        if len(kinds) != 1:
            both = "both a handout and a program" if kinds else "neither a handout nor a program"
            problems.error(f"the row names {both}", order.origin, "name one of the two")
            return None
        library = self._library
        if kinds == ["program"]:
            located, known = library.find_program(order.target), library.programs
        else:
            located, known = library.find_handout(order.target), library.handouts
        if located is None:
            hint = suggestion(order.target, [found.id for found in known()])
            problems.error(f"there is no {kinds[0]} '{order.target}'", order.origin, hint)
            return None
        personal = as_mapping(personal_data(order.cells), order.origin, problems)
        return self._composer.target(located, problems, personal, clinic)

    def _brought(self, order: Order, file: bytes) -> HomeProgram | None:
        from handout.yaml_parser import parse_yaml  # noqa: PLC0415 -- 15 ms that no table needs

        mapping = parse_yaml(file, order.origin.file, self._problems)
        return self._library.read_program(mapping, order.target) if mapping else None

    def _look(self, order: Order) -> PrintOptions:
        """Return how a row wants to look; what is wrong with it is noted."""
        look = self.setup.look
        edition = order.cells.get("edition", look.edition)
        look = replace(look, edition=edition, paper=order.cells.get("paper", look.paper))
        try:
            look.theme()
        except GrammarError as error:
            self._problems.error(error.message, order.origin, error.hint)
        return look

    def _clinic(self, order: Order) -> Clinic | None:
        """Return whose letterhead a row has; what is wrong with it is noted."""
        name = order.cells.get("clinic")
        if not name:
            return self.setup.clinic
        located = self._library.find_clinic(name)
        if located is None:
            hint = suggestion(name, [found.id for found in self._library.clinics()])
            self._problems.error(f"there is no clinic '{name}'", order.origin, hint)
            return None
        return self._library.clinic(located)

    def _writer(self, look: PrintOptions) -> Callable[[DocumentTree], bytes]:
        known = self._writers.get(look)
        if known:
            return known
        format_, fonts = self.setup.format, self._here[len(self.setup.folders) :]
        return self._writers.keep(look, writer_for(format_, look.theme(format_), fonts))

    def _as_sent(self, problem: Problem) -> Problem:
        """Return a problem with the name that its file has where the orders come from."""
        origin = problem.origin
        for here, there in zip(self._here, self.setup.folders, strict=False):
            if origin and here != there and Path(origin.file).is_relative_to(here):
                file = str(there / Path(origin.file).relative_to(here))
                return replace(problem, origin=replace(origin, file=file))
        return problem


_kept: list[Workshop] = []
_one_at_a_time = threading.Lock()


def workshop_for(setup: Setup) -> Workshop:
    """Return the workshop of this process, kept for the next orders of the same batch."""
    if not _kept or _kept[0].setup != setup:
        _kept[:] = [Workshop(setup)]
        # A batch may go on for hours. What is kept is no garbage, and to look through it as often
        # as Python does costs a tenth of a batch.
        gc.enable()
        gc.set_threshold(50_000, 20, 100)
    return _kept[0]


def make_orders(setup: Setup, orders: Sequence[Order]) -> list[Made]:
    """Make the files of some orders.

    A plain function of plain values, so that any executor can run it anywhere. Orders that come in
    several threads wait for one another: the libraries below are not made for threads.
    """
    with _one_at_a_time:
        workshop = workshop_for(setup)
        return [workshop.make(order) for order in orders]


def store_orders(setup: Setup, orders: Sequence[Order], folder: Path) -> list[Made]:
    """Make the files of some orders and store them in the folder of the batch.

    For who shares that folder: a file need not travel, which would take as long as to make it.
    """
    return [_stored(made, folder) for made in make_orders(setup, orders)]


def _stored(made: Made, folder: Path) -> Made:
    if not isinstance(made.data, bytes):
        return made
    try:
        return replace(made, data=store_file(folder, made.data))
    except OSError:
        # Who puts it into its place will tell why it cannot be written.
        return made
