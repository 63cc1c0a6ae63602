"""Plain patient words for made-up exercises; another seed says other things."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

_ADJECTIVES: Final = (
    *("Slow", "Gentle", "Steady", "Quiet", "Easy", "Long", "Short", "Deep", "Light", "Strong"),
    *("Soft", "Firm", "Calm", "Wide", "Narrow", "Small", "Even", "Brisk", "Low", "High"),
)
_PARTS: Final = (
    *("knee", "heel", "hip", "elbow", "shoulder", "hand", "chin", "thigh", "wrist", "ankle"),
    *("calf", "foot", "toe", "arm", "leg", "neck", "chest", "waist", "palm", "shin"),
)
_MOVES: Final = (
    *("lift", "slide", "press", "circle", "reach", "turn", "bend", "squeeze", "swing", "hold"),
    *("tilt", "pull", "push", "drop", "roll", "step"),
)
_WAYS: Final = (
    *("to the front", "to the side", "to the wall", "up", "down", "back", "out", "in"),
    *("over the line", "off the mat", "to the window", "past the chair"),
)
_MANNERS: Final = (
    *("slowly", "as far as is easy", "with no jerk", "while you breathe out", "a little"),
    *("until you feel a pull", "as if under water", "while you count to three", "with care"),
    *("as high as you can", "without a sound", "in one smooth move"),
)
_THINGS: Final = (
    *("chair", "towel", "cushion", "wall", "mat", "table", "band", "broom", "step", "ball"),
    *("door frame", "bed", "book", "bottle"),
)
_TASKS: Final = (
    *("walk to the shop", "climb stairs", "get out of a car", "put on socks", "run on grass"),
    *("carry bags", "sit at a desk", "reach a shelf", "work in the garden", "ride a bike"),
    *("kneel on the floor", "turn in bed", "hang up washing", "lift a child"),
)
_SIGNS: Final = (
    *("sharp pain", "numb skin", "a hot joint", "swelling", "a dizzy feeling", "pain at night"),
    *("a weak leg", "pins and needles", "a locked joint", "chest pain"),
)
_POSITIONS: Final = {
    "standing": ("Stand tall", "Stand with your feet apart", "Stand behind a firm seat"),
    "sitting": ("Sit up straight", "Sit on the edge of a seat", "Sit with both feet flat"),
    "supine": ("Lie on your back", "Lie flat and look up", "Lie on your back and relax"),
    "prone": ("Lie on your front", "Lie face down", "Lie on your stomach"),
    "side-lying": ("Lie on your side", "Lie on the side that does not hurt"),
    "kneeling": ("Kneel on something soft", "Kneel on both knees"),
}
_VOCABULARY: Final = {
    "adjective": _ADJECTIVES,
    "part": _PARTS,
    "move": _MOVES,
    "way": _WAYS,
    "manner": _MANNERS,
    "thing": _THINGS,
    "task": _TASKS,
    "sign": _SIGNS,
}
_STEPS: Final = (
    "Put your {part} near the {thing}.",
    "Move your {part} {way}, {manner}.",
    "Keep your {part} still while your {other} goes {way}.",
    "Press the {part} against the {thing} {manner}.",
    "Stay there for a breath. Let your {other} rest.",
    "Bring your {part} {way} and look at the {thing}.",
    "Tighten the muscles around your {part}, then move your {other} {way}.",
    "Go back to where you began, {manner}.",
    "Change to the other side when your {part} feels tired.",
    "Lower your {other} {manner} and do not lean on the {thing}.",
)
_WHYS: Final = (
    "A strong {part} makes it easier to {task}. It also takes load off your {other}.",
    "Your {part} and your {other} share the work when you {task}. This move trains both.",
    "When you {task}, your {part} has to hold you. After some weeks it will do so for longer.",
    "A loose {part} lets your {other} move freely. You will notice it when you {task}.",
)
_CAUTIONS: Final = (
    "Make the move smaller if your {part} hurts.",
    "Hold on to the {thing} if you feel unsafe.",
    "Stop if you feel {sign}, and call us.",
    "Your {part} may feel tired the next day. It should not hurt for longer than that.",
)
_MISTAKES: Final = (
    "Lifting the {part} as well.",
    "Holding your breath.",
    "Moving the {part} too fast.",
    "Leaning on the {thing}.",
    "Letting your {part} drop {way}.",
)
_EASIER: Final = ("Use a {thing} under your {part}.", "Move your {part} only half of the way.")
_SUMMARIES: Final = (
    "Makes your {part} ready to {task}.",
    "Wakes up the muscles around your {part} and your {other}.",
    "Helps you to {task} with less effort.",
    "Keeps your {part} and your {other} supple.",
)
_INTRO: Final = (
    "This plan was made so that you can {task} again. Do it at home, at a time that suits you.",
    "Your {part} may ache a little when you start. That is normal, and it should go within a day.",
)
_CLOSING: Final = (
    "Start with the lower number. Add one when your {part} feels at ease two days in a row.",
    "Rest for a day when your {other} is sore. Then go on where you stopped.",
)
_FREQUENCIES: Final = ("daily", "every other day", "2 days a week", "3 days a week")
_SIDES: Final = ("each side", "each leg", "alternating", "each direction")
_LEVELS: Final = ("beginner", "intermediate", "advanced")
_SYLLABLES: Final = (
    *("ma", "ri", "lo", "ne", "ka", "so", "té", "vi", "da", "mo", "ña", "le", "ro", "bi", "šu"),
    *("ga", "ni", "pe", "zo", "fa", "jö", "el", "an", "or", "is"),
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says sentences with a vocabulary of its own."""

    random: Random
    vocabulary: dict[str, list[str]]
    people: set[str] = field(default_factory=set)

    @classmethod
    def of_seed(cls, seed: int) -> Speaker:
        """Return the speaker of a seed, who knows about two thirds of all words."""
        random = Random(f"words {seed}")  # noqa: S311 -- the same seed must give the same
        known = {
            slot: random.sample(words, max(8, len(words) * 2 // 3))
            for slot, words in _VOCABULARY.items()
        }
        return cls(random, known)

    def say(self, templates: tuple[str, ...], count: int = 1) -> list[str]:
        """Return some sentences after different templates, all about one part of the body."""
        words = {slot: self.random.choice(pool) for slot, pool in self.vocabulary.items()}
        said = []
        for template in self.random.sample(templates, count):
            words["other"] = self.random.choice(self.vocabulary["part"])
            words["way"] = self.random.choice(self.vocabulary["way"])
            words["manner"] = self.random.choice(self.vocabulary["manner"])
            said.append(template.format(**words))
        return said

    def names(self, count: int) -> list[str]:
        """Return names for exercises, no two of them equal."""
        known = self.vocabulary
        every = [
            f"{adjective} {part} {move}"
            for adjective in known["adjective"]
            for part in known["part"]
            for move in known["move"]
        ]
        return self.random.sample(every, count)

    def person(self) -> str:
        """Return the name of somebody who does not exist, no two of them equal."""
        while True:
            first, last = ("".join(self.random.sample(_SYLLABLES, n)).capitalize() for n in (2, 3))
            name = f"{first} {last}"
            if name not in self.people:
                self.people.add(name)
                return name

    def entry(self, name: str, picture: str) -> dict[str, Any]:
        """Return the fields of an entry as its file has them."""
        position = self.random.choice(list(_POSITIONS))
        (start,) = self.say(_POSITIONS[position])
        return {
            "name": name,
            "summary": self.say(_SUMMARIES)[0],
            "muscles": self.random.sample(self.vocabulary["part"], 2),
            "position": position,
            "equipment": [self.random.choice(self.vocabulary["thing"])],
            "difficulty": self.random.choice(_LEVELS),
            "start": f"{start}. {self.say(_STEPS)[0]}",
            "steps": self.say(_STEPS, 4),
            "dosage": self.dosage(),
            "why": self.say(_WHYS)[0],
            "mistakes": self.say(_MISTAKES, 2),
            "cautions": self.say(_CAUTIONS),
            "easier": self.say(_EASIER)[0],
            "pictures": [
                {
                    "image": picture,
                    "alt": f"A person does the {name.lower()}.",
                    "caption": self.say(_STEPS)[0],
                }
            ],
        }

    def dosage(self) -> dict[str, str]:
        """Return a dosage as its line has it."""
        low = self.random.randint(2, 4)
        count = self.random.randint(6, 15)
        return {
            "sets": f"{low}-{low + 1}",
            "reps": str(count),
            "side": self.random.choice(_SIDES),
            "frequency": self.random.choice(_FREQUENCIES),
        }

    def around(self, title: str) -> dict[str, Any]:
        """Return the fields of a handout, but for its sections."""
        return {
            "title": title,
            "subtitle": self.say(_SUMMARIES)[0].removesuffix("."),
            "intro": "\n\n".join(self.say(_INTRO, 2)),
            "stop_if": self.random.sample(self.vocabulary["sign"], 4),
            "summary": "\n\n".join(self.say(_CLOSING, 2)),
        }
