"""Build exercise handouts for patients from plain text."""
