"""Build exercise handouts for patients from plain text."""

__version__ = "0.1.0"
