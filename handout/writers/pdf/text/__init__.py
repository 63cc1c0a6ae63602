"""Text layout for any script: from spans of text to lines of glyphs.

A paragraph passes through `itemise`, which resolves direction, script and face, `shaping`, which
selects and positions glyphs, `lines`, which breaks lines, and `drawing`, which writes operators.
"""

from handout.faces import FontBook
from handout.writers.pdf.text.characters import unbroken
from handout.writers.pdf.text.itemise import Span
from handout.writers.pdf.text.missing import by_script
from handout.writers.pdf.text.typography import TextBox, TextLine, Typography

__all__ = [
    "FontBook",
    "Span",
    "TextBox",
    "TextLine",
    "Typography",
    "by_script",
    "unbroken",
]
