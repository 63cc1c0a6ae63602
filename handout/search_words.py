"""The words by which content is found: its own, their plurals, and others for the same thing.

The command line and the clinician's page find things by the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

_SYNONYMS: Final = (
    # Muscles and parts of the body
    ("abdomen, abdominal, belly", "abs, abdominals, stomach, tummy"),
    ("deep belly, plank", "core"),
    ("lower back", "lumbar, low back"),
    ("upper back", "thoracic, mid back"),
    ("neck", "cervical"),
    ("back extensor", "erector spinae"),
    ("shoulder blade", "scapula, scapular"),
    ("rotator cuff, infraspinatus, supraspinatus, subscapularis", "rotator cuff"),
    ("trapezius", "traps"),
    ("deltoid", "delts"),
    ("latissimus", "lats"),
    ("chest, pectoral", "pecs"),
    ("glute, gluteus maximus, buttock", "bottom, bum, butt, gluteals"),
    ("side of the hip", "abductors"),
    ("hip flexor", "iliopsoas, psoas"),
    ("front of the hip", "groin"),
    ("hamstring", "hammies, hammy"),
    ("quadriceps", "quads"),
    ("IT band", "ITB, iliotibial"),
    ("knee", "ACL, cruciate, meniscus, patella, kneecap"),
    ("calf", "calves, gastrocs, lower leg"),
    ("foot", "feet"),
    ("sole", "arch"),
    ("pelvic floor", "bladder, bowel, incontinence, Kegels"),
    ("inner ear, dizzy, dizziness", "dizziness, vertigo, vestibular, giddy"),
    # Conditions
    ("brandt-daroff", "BPPV"),
    ("breathing, breathless", "breathlessness, COPD, lungs, respiratory"),
    ("kneecap", "patellofemoral, PFPS"),
    ("knee replacement", "TKR, TKA, arthroplasty"),
    ("hip replacement", "THR, THA, arthroplasty"),
    ("new knee", "TKR, TKA, replacement, arthroplasty"),
    ("new hip", "THR, THA, replacement, arthroplasty"),
    ("osteoarthritis", "OA, arthritis"),
    ("thin bones", "osteoporosis, osteopenia"),
    ("frozen shoulder", "adhesive capsulitis"),
    ("rotator cuff", "impingement"),
    ("wrist extensor, tennis elbow", "tennis elbow, lateral epicondylitis"),
    ("wrist flexor", "golfer's elbow, medial epicondylitis"),
    ("median nerve", "carpal tunnel"),
    ("sciatic nerve", "sciatica"),
    ("plantar", "plantar fasciitis"),
    ("achilles", "tendinopathy, tendonitis, tendinitis"),
    ("broken", "fracture"),
    ("desk, chin tuck, shoulder blade squeeze", "posture"),
    # Movements
    ("raise", "lifts, lifting, raising"),
    ("lift", "raises, raising, lifting"),
    ("stretch", "stretching, flexibility"),
    ("build", "strength, strengthening"),
    ("walk", "walking, gait"),
    ("step-up, step-down", "stairs"),
    ("balance, steady", "balance, balancing"),
    ("push-up", "press-ups"),
    ("squat", "squatting"),
    ("clamshell", "clam shell"),
    ("isometric, quad set, glute set", "isometrics, static"),
    # Positions
    ("supine, prone", "lying"),
    ("sitting", "seated"),
    ("quadruped", "all fours, kneeling"),
)
"""What a text says, in one number or the other; and what people type who look for it."""

_EQUIPMENT_SYNONYMS: Final = (
    ("band", "elastic, resistance, theraband, thera-band, tubing"),
    ("dumbbell", "hand weights"),
    ("stick", "cane, dowel, pole, wand"),
    ("worktop", "kitchen counter, countertop"),
    ("strap", "belt"),
    ("pillow", "cushion"),
)
"""The same for pieces of equipment; a band elsewhere may be the one at the outside of the thigh."""


@cache
def _compiled(table: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    """Return a table as patterns; a process that searches nothing need not compile them."""
    return [
        (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, said.casefold().split(', ')))})s?\b"),
            split_words(typed),
        )
        for said, typed in table
    ]


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters; a hyphen ends a word."""
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def search_words(texts: Iterable[str], equipment: Iterable[str] = ()) -> frozenset[str]:
    """Return the words by which something is found that these texts tell of.

    'Push-up' is found by 'push', 'pushup' and 'press-ups' as well.
    """
    needed = [*equipment]
    all_texts = [*texts, *needed]
    said, used = ("\n".join(each).casefold() for each in (all_texts, needed))
    found = {word for text in all_texts for word in split_words(text)} | _joined(said)
    for text, table in ((said, _SYNONYMS), (used, _EQUIPMENT_SYNONYMS)):
        for pattern, typed in _compiled(table):
            if pattern.search(text):
                found.update(typed)
    return frozenset(found | {_plural(word) for word in found})


def _joined(text: str) -> set[str]:
    """Return each two parts of words with hyphens as one word: 'pushup' for 'push-up'."""
    parts = (each.split("-") for each in re.findall(r"[^\W_]+(?:-[^\W_]+)+", text))
    return {"".join(pair) for each in parts for pair in pairwise(each)}


def _plural(word: str) -> str:
    if re.search(r"(?:ss|x|z|ch|sh)$", word):
        return f"{word}es"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return word if word.endswith("s") else f"{word}s"


def corrected(asked: str, words: frozenset[str]) -> str | None:
    """Return what is asked for in words that would be found, or None if that cannot be guessed.

    A guess begins with the same letter, and with the same two for a long word: 'adduction' and
    'inversion' are no mistakes for 'abduction' and 'eversion'.
    """
    typed = split_words(asked)
    guesses = [word if is_found([word], words) else _guess(word, words) for word in typed]
    known = [guess for guess in guesses if guess]
    return " ".join(known) if len(known) == len(typed) and (*known,) != typed else None


def _guess(word: str, words: frozenset[str]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 -- only needed after a mistake

    same = word[: 1 if len(word) < _LONG else 2]
    alike = sorted(each for each in words if each.startswith(same))
    # To swap two letters is one mistake, but in a short word it leaves little that is alike.
    swapped = [each for each in alike if sorted(each) == sorted(word)]
    return next(iter(swapped or get_close_matches(word, alike, n=1, cutoff=0.7)), None)


_LONG: Final = 6


def is_found(asked: Iterable[str], words: frozenset[str]) -> bool:
    """Return whether each word of what is asked for is the beginning of one of some words."""
    return all(
        any(word.startswith(begin) for word in words)
        for text in asked
        for begin in split_words(text)
    )
