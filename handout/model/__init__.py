"""The records of content files, in clinicians' words.

The docstring of each field is printed in docs/fields.md.
"""

from handout.model.blocks import (
    AnyBlock,
    PictureBlock,
    PicturesBlock,
    ScheduleBlock,
    StepsBlock,
)
from handout.model.entry import (
    ID_FORM,
    Difficulty,
    Entry,
    Kind,
    LanguageTag,
    Picture,
    Position,
    Source,
    Step,
    Url,
)
from handout.model.handout import Author, Handout, Item, Log, Section, Tip, Use, Weeks

__all__ = [
    "ID_FORM",
    "AnyBlock",
    "Author",
    "Difficulty",
    "Entry",
    "Handout",
    "Item",
    "Kind",
    "LanguageTag",
    "Log",
    "Picture",
    "PictureBlock",
    "PicturesBlock",
    "Position",
    "ScheduleBlock",
    "Section",
    "Source",
    "Step",
    "StepsBlock",
    "Tip",
    "Url",
    "Use",
    "Weeks",
]
