"""Text of any script on a page: spans of words in, lines of glyphs out.

The way of a paragraph: `itemise` gives it directions, scripts and faces, `shaping` turns it into
glyphs, `lines` fills lines with them, `drawing` writes those and `embedding` the fonts.
"""

from handout.faces import FontBook, system_folders
from handout.writers.pdf.text.itemise import Span
from handout.writers.pdf.text.typography import Setters, TextBox, TextLine, Typography

__all__ = [
    "FontBook",
    "Setters",
    "Span",
    "TextBox",
    "TextLine",
    "Typography",
    "system_folders",
]
