"""Drawn figures: a pose in clinical joint angles becomes an illustration.

`store`, `drawing` and `svg` draw what has been rendered and need nothing but the standard library
and a canvas. `render` makes the stored form from a pose and needs the extra `[figures]`.
"""
