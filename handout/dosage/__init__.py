"""The dosage of an exercise: how much to do, and how often.

Each type parses the form that a clinician writes, and `str()` returns that form. `wording.dosages`
renders the phrases that a patient reads.
"""

from handout.dosage.amounts import (
    COUNTED,
    UNTIL,
    Distance,
    Duration,
    Hold,
    Pause,
    Range,
    Repetitions,
    Span,
)
from handout.dosage.doses import VOCABULARY, Dosage, Dose, Tempo
from handout.dosage.frequencies import Frequency, Weekday
from handout.dosage.sides import Part, Side, Which
from handout.dosage.times import TIMES_OF_DAY, Phase, Times

__all__ = [
    "COUNTED",
    "TIMES_OF_DAY",
    "UNTIL",
    "VOCABULARY",
    "Distance",
    "Dosage",
    "Dose",
    "Duration",
    "Frequency",
    "Hold",
    "Part",
    "Pause",
    "Phase",
    "Range",
    "Repetitions",
    "Side",
    "Span",
    "Tempo",
    "Times",
    "Weekday",
    "Which",
]
