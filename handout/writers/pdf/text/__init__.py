"""Text of any script on a page: spans of words in, lines of glyphs out.

The way of a paragraph: `itemise` gives it directions, scripts and faces, `shaping` turns it into
glyphs, `lines` fills lines with them, `drawing` writes those.
"""

from handout.faces import FontBook, system_folders
from handout.writers.pdf.text.itemise import Span
from handout.writers.pdf.text.typography import TextBox, TextLine, Texts, Typography

__all__ = [
    "FontBook",
    "Span",
    "TextBox",
    "TextLine",
    "Texts",
    "Typography",
    "system_folders",
]
