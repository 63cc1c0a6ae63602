"""Put a posed body where it touches: on the floor, on its spot, or where a fit puts it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from scipy.optimize import least_squares

from handout.figures.body import LIMB_PARTS, Body, body_of
from handout.figures.pose import Person, Pose
from handout.figures.skeleton import Array, Physique, Skeleton, metres


class Placed(Struct, frozen=True):
    """A body in its place."""

    pose: Pose
    body: Body

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton of the body."""
        return self.body.skeleton


def place_body(pose: Pose, person: Person) -> Placed:
    """Return the body of a pose, after any fit, resting and pinned as the pose asks."""
    if pose.fit:
        pose = _fitted(pose, person)
    return Placed(pose, body_of(_placed(pose, person), person.hair))


def _placed(pose: Pose, person: Person) -> Skeleton:
    physique = Physique.of(person)
    if pose.at is not None:
        return Skeleton.posed(pose, physique, metres(pose.at))
    free = Skeleton(pose, physique, np.zeros(3))
    free._place()  # noqa: SLF001 -- one kinematic unit: a body without its reaches
    parts = [part for name in pose.rest for part in LIMB_PARTS[name]] or None
    shift = np.array([0, 0, -pose.press.metres - body_of(free, person.hair).lowest(parts)])
    if pose.pin:
        shift[:2] = np.array([pose.pin.x, pose.pin.y]) / 100 - free.points[pose.pin.landmark][:2]
    return Skeleton.posed(pose, physique, shift)


def _fitted(pose: Pose, person: Person) -> Pose:
    """Return the pose with its adjustable numbers such that every goal is met."""
    fit = pose.fit
    if fit is None:
        return pose
    paths = [path.value for path in fit.adjust]

    def applied(values: Array) -> Pose:
        changed = pose
        for path, value in zip(paths, values, strict=True):
            changed = changed.adjusted(path, float(value))
        return changed

    def misses(values: Array) -> list[float]:
        skeleton = _placed(applied(values), person)
        return [
            float(skeleton.point(goal.point)["xyz".index(goal.axis)]) - goal.value_m
            for goal in fit.until
        ]

    start = np.array([pose.value(path) for path in paths])
    found = least_squares(misses, start, diff_step=1e-4, x_scale=10.0)
    return applied(found.x)
