"""A person of the cast with body, clothes, shoes, hair and face, ready to be posed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from handout.figures.anatomy import Side
from handout.figures.body import segment_numbers, segment_shares
from handout.figures.body_pose import Mouth
from handout.figures.clothes import garments
from handout.figures.creases import Creases
from handout.figures.drape import Cloth
from handout.figures.face import Eyes, Face
from handout.figures.geometry import Array, Integers
from handout.figures.glasses import Glasses
from handout.figures.hair import Hair
from handout.figures.human import load_human
from handout.figures.jaw import find_jaw
from handout.figures.mesh import Line, Mesh, Patch
from handout.figures.palette import Role
from handout.figures.people import Footwear, HairStyle, Person
from handout.figures.rest import RestPose
from handout.figures.rig import PosedBones
from handout.figures.shoes import Shoe
from handout.figures.wearer import Wearer

_COVERED_M: Final = 0.022
"""Skin that far inside a garment is left out, so that it cannot show through."""


class Dressed:
    """A person at rest with all that they wear; `posed` puts it on a posed body."""

    def __init__(self, person: Person, mouth: Mouth = Mouth.CALM) -> None:
        self.person = person
        self.rest = RestPose.of(load_human(), person.physique, person.kyphosis_deg)
        self._wearer = wearer = Wearer(self.rest, mouth)
        is_shod = person.dress.footwear is Footwear.SHOES
        self._shoes = [Shoe(wearer, side) for side in Side] if is_shod else []
        worn = garments(wearer, person.dress, self._shoes)
        self._clothes = [Cloth(wearer, garment) for garment in worn]
        self._hair = Hair(wearer, person)
        self._eyes = Eyes(wearer)
        self._face = Face(wearer, self._eyes, person.physique.age)
        fine = wearer.subdivision.matrix
        human, skin = wearer.human, wearer.human.parts["body"].points
        covered = np.max([cloth.garment.field for cloth in self._clothes], 0)[skin]
        self._cut: Array = _COVERED_M - fine @ covered
        for shoe in self._shoes:
            self._cut = np.minimum(self._cut, -shoe.covers(wearer.fine_skin))
        self._patches = tuple(
            Patch(role, fine @ human.region(region).astype(float) - 0.5)
            for role, region in ((Role.NAIL, "nails"), (Role.LIPS, "lips"))
        )
        # A headscarf frames the face above the jaw.
        is_framed = person.hair is HairStyle.HEADSCARF
        self._jaw = None if is_framed else find_jaw(wearer)
        self._nearest: dict[str, Integers] = {}
        """The point of the skin under each point of a mesh, by the name of the mesh."""
        self._glasses = Glasses(wearer) if person.dress.glasses else None
        self._creases = Creases(self.rest, self._surfaces_at_rest())

    def segments_of(self, mesh: Mesh) -> Integers:
        """Return for each point of what is worn the number in SEGMENTS of the segment under it."""
        result: Integers = segment_numbers(self.rest.human)[self._skin_under(mesh)]
        return result

    def shares_of(self, mesh: Mesh, segments: Sequence[int]) -> Array:
        """Return how much each point of what is worn moves with some of SEGMENTS, from 0 to 1."""
        if mesh.name == "skirt":
            # It hangs around both legs.
            return np.zeros(len(mesh.points))
        shares = segment_shares(self.rest.human)[:, segments].sum(1)
        result: Array = shares[self._skin_under(mesh)]
        return result

    def _skin_under(self, mesh: Mesh) -> Integers:
        if mesh.name not in self._nearest:
            self._nearest[mesh.name] = self.rest.skin_tree.query(mesh.rest)[1]
        return self._nearest[mesh.name]

    def _surfaces_at_rest(self) -> list[Mesh]:
        """Return the surfaces that lines ride on."""
        wearer = self._wearer
        skin = Mesh(
            name="body", role=Role.SKIN, points=wearer.fine_skin, rest=wearer.fine_skin,
            triangles=wearer.subdivision.triangles, cut=self._cut,
        )  # fmt: skip
        off = np.zeros(len(self.rest.points))
        return [skin, *(cloth.draped(self.rest.points, off, ())[0] for cloth in self._clothes)]

    def posed(self, bones: PosedBones, belly: float = 0.0) -> tuple[list[Mesh], list[Line]]:
        """Return the surfaces of the person in a pose, and the lines on them.

        A breath pushes the belly out, by a length in metres.
        """
        at_rest = self._wearer.points + belly * self._wearer.belly
        points = bones.skin(at_rest, self.rest.human.weights)
        skin = self._wearer.subdivision.matrix @ points[self.rest.human.parts["body"].points]
        body = Mesh(
            name="body", role=Role.SKIN, points=skin,
            triangles=self._wearer.subdivision.triangles, rest=self._wearer.fine_skin,
            cut=self._cut, patches=self._patches, jaw=self._jaw,
        )  # fmt: skip
        meshes = [body, self._eyes.on(points)]
        lines = list(self._face.on(bones))
        off = np.zeros(len(points))
        for cloth in self._clothes:
            mesh, off = cloth.draped(points, off, meshes[2:])
            meshes.append(mesh)
            for stitching in cloth.stitching:
                lines += stitching.on(mesh.points)
        for shoe in self._shoes:
            meshes += shoe.on(bones)
            lines += shoe.laces_on(bones)
        meshes += self._hair.on(bones)
        lines += self._hair.strands_on(bones)
        if self._glasses:
            lines += self._glasses.on(bones)
        lines += self._creases.on(bones, meshes)
        return meshes, lines


@cache
def dress(person: Person, mouth: Mouth = Mouth.CALM) -> Dressed:
    """Return a person with all that they wear."""
    return Dressed(person, mouth)
