"""Drawn figures: illustrations rendered from poses in clinical joint angles.

`store`, `pdf` and `svg` read and write what has been rendered, with few packages and fast; `render`
makes it from a pose, and needs the extra `[figures]`.

pose → skeleton → body → distance_field → trace → regions → edges → contours → strokes → displaylist
"""
