"""Text of any script on a page: spans of words in, lines of glyphs out.

A paragraph passes through `itemise`, which finds directions, scripts and faces, `shaping`, which
finds glyphs, `lines`, which breaks it into lines, and `drawing`, which writes them.
"""

from handout.faces import FontBook, system_folders
from handout.writers.pdf.text.itemise import Span
from handout.writers.pdf.text.typography import TextBox, TextLine, Typography

__all__ = [
    "FontBook",
    "Span",
    "TextBox",
    "TextLine",
    "Typography",
    "system_folders",
]
