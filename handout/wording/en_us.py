"""American English, where it differs from `en`."""

from typing import Final

MESSAGES: Final = {
    "glance": "Your program at a glance",
    "light.amber": "Yellow: do less",
    "source.licence": "License: {licence}",
    "distance.m": "{count, plural, one {{amount} meter} other {{amount} meters}}",
    "distance.km": "{count, plural, one {{amount} kilometer} other {{amount} kilometers}}",
    "date": "{day, date,MMMM d, y}",
    "list.last": "{before}, and {after}",
}
