"""Put a posed body in its place: on the floor, at a point, or where a fit puts it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from scipy.optimize import least_squares

from handout.figures.body import Body, build_body
from handout.figures.body_pose import Fit, Pose
from handout.figures.equipment import Piece, build_equipment
from handout.figures.geometry import Array
from handout.figures.parts import NAMED_PARTS, Part
from handout.figures.pose import PanelPose, Person
from handout.figures.skeleton import Physique, Skeleton, metres


class PlacedPanel(Struct, frozen=True):
    """A panel with its body and equipment in their places."""

    panel: PanelPose
    body: Body
    pieces: tuple[Piece, ...]

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton of the body."""
        return self.body.skeleton


def place_panel(panel: PanelPose, person: Person) -> PlacedPanel:
    """Return a panel with everything in its place."""
    body = place_body(panel.pose, person)
    return PlacedPanel(panel, body, build_equipment(panel.equipment, body.skeleton))


def place_body(pose: Pose, person: Person) -> Body:
    """Return the body of a pose, after any fit, at rest and pinned as the pose says."""
    if pose.fit:
        pose = _fitted(pose, pose.fit, person)
    return build_body(_place_skeleton(pose, person), person.hair)


def _place_skeleton(pose: Pose, person: Person) -> Skeleton:
    physique = Physique.of(person)
    if pose.at is not None:
        return Skeleton.posed(pose, physique, metres(pose.at))
    # Reaches are left out, as they can depend on where the body comes to rest.
    skeleton = Skeleton.from_angles(pose, physique, np.zeros(3))
    parts = [part for name in pose.rest for part in NAMED_PARTS[name]] or Part
    lowest = build_body(skeleton, person.hair).lowest(parts)
    pelvis = np.array([0, 0, -pose.press.metres - lowest])
    if pose.pin:
        pinned = np.array([pose.pin.x, pose.pin.y]) / 100
        pelvis[:2] = pinned - skeleton.points[pose.pin.landmark][:2]
    return Skeleton.posed(pose, physique, pelvis)


def _fitted(pose: Pose, fit: Fit, person: Person) -> Pose:
    """Return the pose whose adjusted numbers best meet the goals of a fit."""
    paths = [path.value for path in fit.adjust]

    def adjusted(values: Array) -> Pose:
        result = pose
        for path, value in zip(paths, values, strict=True):
            result = result.with_number(path, float(value))
        return result

    def errors(values: Array) -> list[float]:
        skeleton = _place_skeleton(adjusted(values), person)
        return [
            float(skeleton.point(goal.point)["xyz".index(goal.axis)]) - goal.value_m
            for goal in fit.until
        ]

    start = np.array([pose.number(path) for path in paths])
    return adjusted(least_squares(errors, start, diff_step=1e-4, x_scale=10.0).x)
