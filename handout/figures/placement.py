"""Put a posed body in its place: on the floor, at a point, or where a fit puts it."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import least_squares

from handout.figures.anatomy import SEGMENTS
from handout.figures.body import Body
from handout.figures.body_pose import Fit, Pose
from handout.figures.geometry import Array
from handout.figures.rest import RestPose
from handout.figures.skeleton import Skeleton, metres

_STEP: Final = 10.0
"""By how many degrees or centimetres a number that is fitted is first changed, more or less."""


def place_body(pose: Pose, rest: RestPose) -> Body:
    """Return the body of a pose, after any fit, at rest and pinned as the pose says."""
    if pose.fit:
        pose = _fitted(pose, pose.fit, rest)
    return Body.of(_place_skeleton(pose, rest))


def _place_skeleton(pose: Pose, rest: RestPose) -> Skeleton:
    if pose.at is not None:
        return Skeleton.posed(pose, rest, metres(pose.at))
    # Reaches are left out, as they can depend on where the body comes to rest.
    skeleton = Skeleton.from_angles(pose, rest, np.zeros(3))
    lowest = Body.of(skeleton).lowest(pose.rest or SEGMENTS)
    pelvis = np.array([0, 0, -pose.press.metres - lowest])
    if pose.pin:
        pinned = np.array([pose.pin.x, pose.pin.y]) / 100
        pelvis[:2] = pinned - skeleton.points[pose.pin.landmark][:2]
    return Skeleton.posed(pose, rest, pelvis)


def _fitted(pose: Pose, fit: Fit, rest: RestPose) -> Pose:
    """Return the pose whose adjusted numbers best meet the goals of a fit."""
    paths = [path.value for path in fit.adjust]

    def adjusted(values: Array) -> Pose:
        result = pose
        for path, value in zip(paths, values, strict=True):
            result = result.with_number(path, float(value))
        return result

    def errors(values: Array) -> list[float]:
        skeleton = _place_skeleton(adjusted(values), rest)
        return [
            float(skeleton.point(goal.point)["xyz".index(goal.axis)]) - goal.value_m
            for goal in fit.until
        ]

    start = np.array([pose.number(path) for path in paths])
    # Steps are relative to the numbers that are solved for, which may be 0: these start at 1.
    solved = least_squares(
        lambda n: errors(start + (n - 1) * _STEP), np.ones_like(start), diff_step=1e-4
    )
    return adjusted(start + (solved.x - 1) * _STEP)
