"""Message catalogues, a module for each language."""

from typing import Final

NO_GENDERS: Final = dict.fromkeys(
    (
        *("gender.side", "gender.leg", "gender.arm", "gender.hand", "gender.foot", "gender.hip"),
        *("gender.knee", "gender.ankle", "gender.shoulder", "gender.elbow", "gender.wrist"),
    ),
    "other",
)
"""For languages in which no word changes with the part of the body that it goes with."""
