"""American English: `en`, and where it differs."""

from typing import Final

from handout.wording.catalogues import en

STATUS: Final = "original"

MESSAGES: Final = {
    **en.MESSAGES,
    "position.prone": "lying on your stomach",
    "cautions": "Be careful",
    "glance": "Your program at a glance",
    "light.amber": "Yellow: do less",
    "source.licence": "License: {licence}",
    "distance.m": "{count, plural, one {{amount} meter} other {{amount} meters}}",
    "distance.km": "{count, plural, one {{amount} kilometer} other {{amount} kilometers}}",
    "date": "{day, date,MMMM d, y}",
    "time": "{time, time,h:mm\u00a0a}",
    "screen.clear_sure": "Clear all checkmarks and notes?",
    "list.last": "{before}, and {after}",
}
