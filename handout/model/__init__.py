"""The records of content files, in clinicians' words.

The docstring of each field is printed in docs/fields.md.
"""

from handout.model.blocks import (
    AnyBlock,
    BreakBlock,
    PictureBlock,
    PicturesBlock,
    ScheduleBlock,
    StepsBlock,
)
from handout.model.entry import (
    ID_FORM,
    Date,
    Difficulty,
    Entry,
    Kind,
    LanguageTag,
    Picture,
    Position,
    Reviewed,
    Source,
    Step,
    Url,
)
from handout.model.handout import (
    Author,
    Call,
    Emergency,
    Handout,
    Item,
    Log,
    Section,
    Show,
    Stop,
    Tip,
    Use,
    Weeks,
)

__all__ = [
    "ID_FORM",
    "AnyBlock",
    "Author",
    "BreakBlock",
    "Call",
    "Date",
    "Difficulty",
    "Emergency",
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
    "Reviewed",
    "ScheduleBlock",
    "Section",
    "Show",
    "Source",
    "Step",
    "StepsBlock",
    "Stop",
    "Tip",
    "Url",
    "Use",
    "Weeks",
]
