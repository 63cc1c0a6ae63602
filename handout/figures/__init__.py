"""Drawn figures: illustrations of people, rendered from poses in clinical joint angles.

`store`, `pdf` and `svg` read and write what has been rendered, with few packages and fast; `render`
makes it from a pose, and needs the extra `[figures]`:

- a pose file (`pose`, `body_pose`, `equipment_fields`, `field_types`, `pose_files`) names a person
  (`people`) and joint angles;
- `human` and `rest` give that person's body at rest, `skeleton` places its segments, `rig` turns
  its bones and moves its skin, and `placement` puts it on the floor (`body`);
- `dressed` puts on clothes, shoes, hair and face; `equipment` puts things around; `staging` does so
  for all panels, and `framing` gives them one camera;
- `view` sees what is in front, `regions` and `edges` say what is where, and `drawing` fills, shades
  and inks it into a `displaylist`, with its `ghosts`; `arrows` adds signs.
"""
