"""Hand out orders and take back files, a few at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from enum import StrEnum
from typing import Final

from msgspec import Struct

from handout.batching.executors import Crew
from handout.batching.jobs import Order
from handout.batching.output_folder import Place, Shelf
from handout.batching.worker import Made, Setup, workshop_for
from handout.errors import HandoutError, Problem

_FIRST: Final = 2
"""Orders that travel first: all others may have to wait for them."""
_MOST: Final = 8
"""Orders that travel together at the most."""
_MOMENT: Final = 100
"""Milliseconds that it may take to make them, so that an interrupted batch ends soon."""


class Status(StrEnum):
    """What became of an order."""

    MADE = "made"
    UNCHANGED = "unchanged"
    FAILED = "failed"


_Job = tuple[Order, Place]


class Done(Struct, frozen=True, kw_only=True):
    """An order that is done with."""

    order: Order
    place: Place
    status: Status
    problems: tuple[Problem, ...] = ()
    milliseconds: int = 0


class Batch:
    """Orders on their way from a table to a shelf."""

    def __init__(self, setup: Setup, crew: Crew, shelf: Shelf) -> None:
        self._setup = setup
        self._crew = crew
        self._shelf = shelf
        self._under_way: dict[Future[list[Made]], list[_Job]] = {}
        self._pace = 0.0
        """Milliseconds that an order took last; 0 before any is made."""

    def run(self, orders: Iterable[Order]) -> Iterator[Done]:
        """Yield what becomes of each order, as they come; files are in place by then.

        Their names are given in the order of the rows, whoever is ready first.
        """
        waiting: list[_Job] = []
        for order in orders:
            job = (order, self._shelf.place(order, self._values(order)))
            if self._shelf.holds(job[1]):
                yield Done(order=order, place=job[1], status=Status.UNCHANGED)
                continue
            waiting.append(job)
            if len(waiting) >= self._size:
                self._submit(waiting)
                waiting = []
                while len(self._under_way) >= self._places:
                    yield from self._settled()
        if waiting:
            self._submit(waiting)
        while self._under_way:
            yield from self._settled()

    @property
    def _size(self) -> int:
        """How many orders travel together: as many as are made in a moment."""
        if not self._pace:
            return _FIRST
        return max(1, min(_MOST, int(_MOMENT / self._pace)))

    @property
    def _places(self) -> int:
        """How many chunks may be under way; one, while nobody knows how long that takes."""
        return self._crew.places if self._pace else 1

    def _submit(self, jobs: list[_Job]) -> None:
        self._under_way[self._crew.submit([order for order, _ in jobs])] = jobs

    def _settled(self) -> Iterator[Done]:
        """Wait for the next orders to be made, and yield what became of them."""
        ready = wait(self._under_way, return_when=FIRST_COMPLETED).done
        if any(isinstance(_loss(future), BrokenExecutor) for future in ready):
            # Processes are lost together, with all that was under way.
            ready = wait(self._under_way).done
        lost: list[_Job] = []
        for future in ready:
            jobs = self._under_way.pop(future)
            if _loss(future):
                lost += jobs
                continue
            results = future.result()
            self._pace = max(1.0, sum(made.milliseconds for made in results) / len(results))
            for job, made in zip(jobs, results, strict=True):
                yield self._put(job, made)
        if lost:
            self._crew.renew()
        for job in lost:
            yield self._tried_alone(job)

    def _tried_alone(self, job: _Job) -> Done:
        """Make an order whose maker was lost, with no other beside it that could be the cause."""
        order, place = job
        future = self._crew.submit([order])
        wait([future])
        if not _loss(future):
            return self._put(job, future.result()[0])
        self._crew.renew()
        problem = Problem(
            "the process that made this file ended before it was complete, twice",
            order.origin,
            "there may be too little memory for its pictures; try --jobs 1",
        )
        return Done(order=order, place=place, status=Status.FAILED, problems=(problem,))

    def _put(self, job: _Job, made: Made) -> Done:
        order, place = job
        status, problems = Status.FAILED, made.problems
        if made.data is not None:
            try:
                self._shelf.put(place, made.data)
                status = Status.MADE
            except HandoutError as error:
                problems += error.problems
        return Done(
            order=order,
            place=place,
            status=status,
            problems=problems,
            milliseconds=made.milliseconds,
        )

    def _values(self, order: Order) -> dict[str, str]:
        """Return what the name of a file may be made of."""
        cells, setup = order.cells, self._setup
        values = {
            "handout": order.target,
            "row": f"{order.number:04}",
            "patient": cells.get("patient", ""),
            "date": cells.get("date", ""),
            "clinic": cells.get("clinic", setup.clinic.id if setup.clinic else ""),
            "edition": cells.get("edition", setup.look.edition),
            "paper": cells.get("paper", setup.look.paper),
        }
        asked = {field for field in self._shelf.fields if not values[field]}
        if asked & {"patient", "date"}:
            program = workshop_for(setup).program_of(order)
            if program and program.patient and program.patient.name:
                values["patient"] = values["patient"] or str(program.patient.name)
            if program and program.date:
                values["date"] = values["date"] or program.date.day.isoformat()
        return values


def _loss(future: Future[list[Made]]) -> BaseException | None:
    """Return how the maker of orders was lost; None where it was not."""
    return CancelledError() if future.cancelled() else future.exception()
