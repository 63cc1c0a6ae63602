"""American English, where it differs from `en`."""

from typing import Final

MESSAGES: Final = {
    "glance": "Your program at a glance",
    "source.licence": "License: {licence}",
    "date": "{day, date,MMMM d, y}",
    "list.last": "{before}, and {after}",
}
