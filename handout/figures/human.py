"""The human body that people are drawn from: its surface, bones and shapes.

The data are MakeHuman's; handout/figures/makehuman/NOTICE.md says from where and under which
licence, and tests/figures/extract_human.py makes the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from msgspec import Struct
from scipy import sparse

from handout.figures.geometry import Array, Integers, Mask
from handout.figures.physique import Physique

_FILE: Final = Path(__file__).parent / "makehuman" / "human.npz"

_STEP_M: Final = 0.0001
"""The length of a step of the file's coordinates."""


class Part(Struct, frozen=True):
    """A part of the surface: which points are its own, and its faces of four corners."""

    points: slice
    faces: Integers
    """The numbers of the corners, counted from the first point of the part."""


class Human:
    """The body of MakeHuman; coordinates in metres, x forward, y to the left, z up."""

    def __init__(self, path: Path = _FILE) -> None:
        self._data = np.load(path)
        self.bones: tuple[str, ...] = tuple(self._data["bones"].tolist())
        """Each after its parent; left and right ones end in `.L` and `.R`."""
        self.parents: tuple[int, ...] = tuple(self._data["parents"].tolist())
        """The number of each bone's parent; -1 for the root."""
        self.parts = dict(self._parts())
        """'body', 'eyes', and the helpers 'tights', 'skirt' and 'hair' for clothes and hair."""
        self._points: Array = self._data["points"] * _STEP_M
        self.weights = self._weights()
        """How much each bone moves each point: a row for each point, a column for each bone."""
        self._heads, self._tails = self._means("heads"), self._means("tails")

    def region(self, name: str) -> Mask:
        """Return which points of the body belong to its 'lips', 'ears' or 'nails'."""
        result: Mask = self._data[name]
        return result

    def shaped(self, physique: Physique) -> Array:
        """Return the points of a body at rest: standing on the floor, arms away from the sides."""
        points = self._points.copy()
        for name, share in _shares(physique):
            if share:
                points += share * self._shape(name)
        points[:, 2] -= points[self.parts["body"].points, 2].min()
        return points

    def heads(self, points: Array) -> Array:
        """Return where each bone starts in a body at rest."""
        result: Array = self._heads @ points
        return result

    def tails(self, points: Array) -> Array:
        """Return where each bone ends in a body at rest."""
        result: Array = self._tails @ points
        return result

    @cache  # noqa: B019 -- there is one Human
    def _shape(self, name: str) -> Array:
        result: Array = self._data[f"shape {name}"].T * _STEP_M
        return result

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for name in ("body", "eyes", "tights", "skirt", "hair"):
            first, last = self._data[f"{name}_rows"].tolist()
            faces = self._data[f"{name}_faces"].astype(np.int32) - first
            yield name, Part(slice(first, last), faces)

    def _weights(self) -> sparse.csr_array:
        shares = self._data["weights"].astype(float)
        rows = np.repeat(np.arange(len(shares)), shares.shape[1])
        columns = self._data["weight_bones"].astype(np.int32).ravel()
        shares /= np.maximum(shares.sum(1, keepdims=True), 1)
        shape = (len(shares), len(self.bones))
        return sparse.coo_array((shares.ravel(), (rows, columns)), shape).tocsr()

    def _means(self, ends: str) -> sparse.csr_array:
        """Return the matrix that takes points to the ends of bones."""
        starts = self._data[f"{ends}_starts"].astype(np.int32)
        shares: Any = np.repeat(1 / np.diff(starts), np.diff(starts))
        rows = self._data[f"{ends}_rows"].astype(np.int32)
        return sparse.csr_array((shares, rows, starts), (len(self.bones), len(self._points)))


@cache
def load_human() -> Human:
    """Return the body that all people are shaped from."""
    return Human()


def _shares(physique: Physique) -> Iterator[tuple[str, float]]:
    """Yield how much of each shape makes up a physique."""
    for sex, of_sex in (("female", 1 - physique.male), ("male", physique.male)):
        for age, of_age in (("young", 1 - physique.age), ("old", physique.age)):
            both = of_sex * of_age
            for origin, share in _origins(physique):
                yield f"{origin}-{sex}-{age}", both * share
            for muscle, of_muscle in _levels(physique.muscle):
                for weight, of_weight in _levels(physique.weight):
                    name = f"{sex}-{age}-{muscle}muscle-{weight}weight"
                    yield name, both * of_muscle * of_weight
    # MakeHuman's arms are short: Drillis & Contini, Body Segment Parameters (1966), as printed in
    # Winter, Biomechanics and Motor Control of Human Movement, figure 4.1, have an upper arm of
    # 0.186 and a forearm of 0.146 of stature.
    yield "longer-upper-arms", 0.5
    yield "longer-forearms", 0.25


def _origins(physique: Physique) -> tuple[tuple[str, float], ...]:
    european = 1 - physique.african - physique.asian
    return ("african", physique.african), ("asian", physique.asian), ("european", european)


def _levels(value: float) -> tuple[tuple[str, float], ...]:
    """Return how much of the least, the average and the most makes up a value."""
    return (
        ("min", max(0.0, 1 - 2 * value)),
        ("average", max(0.0, 1 - abs(2 * value - 1))),
        ("max", max(0.0, 2 * value - 1)),
    )
