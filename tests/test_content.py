"""The built-in library is correct, complete, easy to read and in our own words."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from handout import Library, check
from handout.caches import Caches
from handout.checks import check_content
from handout.content_files import FOLDERS
from handout.content_store import ContentStore
from handout.document import Callout, DrawnFigure, Figure, Paragraph, Section
from handout.document.traversal import walk
from handout.errors import Problems
from handout.figures.pose import ArrowKind, load_pose
from handout.figures.store import load_figure
from handout.inline import plain_text
from handout.localisation import translations
from handout.model import Entry, Handout, ScheduleBlock
from handout.model.blocks import BLOCKS
from handout.readability import HIGHEST_GRADE, grade
from handout.resources import built_in
from handout.session import open_session

CONTENT = built_in("content")
FILES = sorted(path for folder in FOLDERS for path in (CONTENT / folder).glob("*.yaml"))
LIBRARY = Library()
STORE = ContentStore((CONTENT,), Caches())
ENTRIES = LIBRARY.entries()
HANDOUTS = LIBRARY.handouts()
PERSONAL = [*LIBRARY.programs(), *LIBRARY.clinics()]
FIRST = "it-band-pain"


def entry_of(entry_id: str) -> Entry:
    located = STORE.find_entry(entry_id)
    entry = located and STORE.entry(located, Problems())
    assert entry
    return entry


def handout_of(handout_id: str) -> Handout:
    located = STORE.find_handout(handout_id)
    handout = located and STORE.handout(located, Problems())
    assert handout
    return handout


def text_of(entry_id: str) -> str:
    """Return the text of an entry on one line."""
    return " ".join(LIBRARY.entry(entry_id).text().split())


def text_of_handout(handout_id: str) -> str:
    return " ".join(LIBRARY.compose(handout_id).text().split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_library_has_no_problem(path: Path) -> None:
    assert check(path) == []


def test_the_library_as_a_whole_has_no_problem() -> None:
    problems = Problems()
    count = check_content(open_session(), [], problems)
    assert problems.in_order() == []
    originals = len(ENTRIES) + len(HANDOUTS) + len(PERSONAL)
    assert originals + len(translations(STORE)) == len(FILES)
    assert count == len(FILES) + len(STORE.figures())


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_handout_of_the_library_shows_each_kind_of_block(kind: str) -> None:
    items = (item for name in HANDOUTS for part in handout_of(name).sections for item in part.items)
    assert any(isinstance(item, BLOCKS[kind]) for item in items)


def test_a_schedule_of_the_library_names_entries() -> None:
    blocks = (item for part in handout_of("hand-splint").sections for item in part.items)
    schedules = [block for block in blocks if isinstance(block, ScheduleBlock)]
    assert any(time.entries for schedule in schedules for time in schedule.schedule)


BOTH_SIDES = {
    *("band-pull-apart", "band-row", "bridge", "cat-cow", "chair-push-up", "chin-nod", "chin-tuck"),
    *("doorway-chest-stretch", "floor-to-stand", "forward-lean-rest", "heel-raise", "hip-hinge"),
    *("log-roll", "neck-look-down-up", "pelvic-tilt", "prone-chest-lift", "prone-press-up"),
    *("scaption-raise", "scapular-set", "scapular-squeeze", "seated-arm-raise"),
    "seated-forward-bend",
    *("shoulder-roll", "sit-to-stand", "stairs-one-at-a-time", "standing-back-bend"),
    *("stick-shoulder-flexion", "stick-walk", "thoracic-extension-chair", "wall-push-up"),
    *("wall-sit", "wall-slide"),
    "shoulder-pendulum",  # the text says: the sore arm
    *("brandt-daroff", "gaze-stabilization", "glute-squeeze", "mini-squat", "toe-raise"),
    *("belly-breathing", "pelvic-floor-fast", "pelvic-floor-slow", "pursed-lip-breathing"),
}
"""Entries that move both sides together, so that their dosages have no side."""


@pytest.mark.parametrize("entry_id", ENTRIES)
def test_an_entry_has_everything_that_a_patient_needs(entry_id: str) -> None:
    entry = entry_of(entry_id)
    dosage = entry.dosage
    assert dosage
    assert all(dose.repetitions or dose.duration or dose.hold for dose in dosage.doses)
    assert all(bool(dose.side) == (entry_id not in BOTH_SIDES) for dose in dosage.doses)
    assert entry.start
    assert entry.why
    assert entry.cautions
    assert entry.muscles
    assert entry.source
    assert entry.pictures
    assert all(len(str(picture.alt)) > 20 and picture.caption for picture in entry.pictures)


def level_of(paragraphs: list[str]) -> float:
    return grade(
        " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in paragraphs)
    )


@pytest.mark.parametrize("entry_id", ENTRIES)
def test_an_entry_reads_at_grade_6_or_lower(entry_id: str) -> None:
    entry = entry_of(entry_id)
    texts = [
        entry.summary,
        entry.start,
        *(step.text for step in entry.steps),
        entry.why,
        *entry.mistakes,
        entry.easier,
    ]
    texts += [entry.harder, *entry.cautions]
    assert level_of([str(text) for text in texts if text]) <= HIGHEST_GRADE


@pytest.mark.parametrize("entry_id", ENTRIES)
def test_alternative_text_reads_at_grade_6_or_lower(entry_id: str) -> None:
    alts = [str(picture.alt) for picture in entry_of(entry_id).pictures]
    assert level_of(alts) <= HIGHEST_GRADE


@pytest.mark.parametrize("handout_id", HANDOUTS)
def test_a_handout_without_its_entries_reads_at_grade_6_or_lower(handout_id: str) -> None:
    document = LIBRARY.compose(handout_id).tree
    # Titles and credentials are names.
    named = {"author", "sources"}
    own = [
        plain_text(block.content)
        for part in document.children
        if isinstance(part, Paragraph | Section | Callout) and part.id not in named
        for block in ((part,) if isinstance(part, Paragraph) else part.children)
        if isinstance(block, Paragraph)
    ]
    assert own
    assert level_of(own) <= HIGHEST_GRADE
    assert max(len(text.split()) for part in own for text in re.split(r"[.?!]", part)) <= 30


SIGNS = {
    r"\bcalf\b": "Your calf is hot, swollen or sore.",
    "wipe": "You are numb or tingle between your legs, or when you wipe.",
    "during sex": "You lose feeling during sex, or cannot get an erection any more.",
    "lose weight": "You lose weight without trying.",
    "sharp pain in your chest": "You have a sharp pain in your chest(|, or you cough up blood).",
    "arm is weak": "Your face drops, your arm is weak, or you cannot speak well.",
    "bad headache": "You have a sudden, very bad headache.",
}
"""What a sign of danger says wherever one has these words."""


@pytest.mark.parametrize(("words", "sign"), SIGNS.items())
def test_a_sign_of_danger_is_in_the_same_words_in_all_handouts(words: str, sign: str) -> None:
    signs = [str(each) for name in HANDOUTS for each in signs_of(handout_of(name))]
    saying = [each for each in signs if re.search(words, each)]
    assert len(saying) > 1
    assert [each for each in saying if not re.fullmatch(sign, each)] == []


def signs_of(handout: Handout) -> list[object]:
    """Return when to stop or to call, and when it is an emergency."""
    stop = handout.stop
    if not stop:
        return list(handout.stop_if)
    return [*stop.signs, *(stop.emergency.signs if stop.emergency else ())]


SIDES = "2 to 3 sets - 12 to 15 repetitions on each side"
STRETCH = "2 to 3 times on each side - hold 30 seconds"

FACTS: dict[str, list[str]] = {
    "side-lying-hip-abduction": [
        *("gluteus medius", "lie on your side", "legs straight, one on top of the other"),
        *("head on your lower arm", "raise your top leg straight", "ceiling"),
        *("one hip right above the other", "toes pointing forward", "pause at the top"),
        *("lower your leg slowly", SIDES, "pause 1 to 2 seconds at the top"),
        *("muscle is weak.*IT band.*strain", "stronger hip keeps you steady", r"\] start .*\] top"),
    ],
    "clamshell": [
        *("gluteus medius", "glutes", "lie on your side", "knees to a right angle"),
        *("feet together", "feet touching", "top knee as high as you can"),
        *("do not let your hips move", "hold", "lower", SIDES, "hold 1 to 2 seconds"),
        *("soften each landing when you run", "IT band does not have to do too much"),
    ],
    "foam-roll-outer-thigh": [
        *("tensor fasciae latae", "tissue around the IT band", "sit on the floor"),
        *("roller under your outer thigh", "keep that leg long", "cross your other foot over"),
        *("in front for balance", "arms", "roll slowly over your upper outer thigh"),
        *("at the top of your hip", "just above the hip joint", "1 to 2 minutes on each side"),
        *("never roll right over your knee or your hip bone", "helps you move freely"),
        *("pause 20 to 30 seconds on tender spots", "tight tissue relax", "blood flow"),
        "not a cure by itself",
    ],
    "single-leg-deadlift": [
        *(
            "glutes",
            "hamstrings",
            "lower back",
            "balance",
            "stand tall",
            "feet as wide as your hips",
        ),
        *("dumbbell in one hand, or nothing", "bend your standing knee a little"),
        *("fold at your hips", "other leg reach back", "lower your hand toward the floor"),
        *("back flat", "belly firm", "stop when you feel a stretch in the back of your thigh"),
        *("push through your standing leg", "slowly", "2 to 3 sets", "light dumbbell or none"),
        *("8 to 12 repetitions with each leg", "loads the back of your leg", "stay steady"),
        "run with better form",
    ],
    "lateral-band-walk": [
        *("gluteus medius", "muscles that steady the hip", "band around your thighs"),
        *("just above your knees", "feet as wide as your hips", "bend your knees a little"),
        *("harder: .*ankles", "small step to the side", "keep the band tight"),
        *("follow with your other foot", "as wide as your hips again", "2 to 3 sets"),
        *("10 to 12 steps in each direction", "keep your pelvis level", "load off the IT band"),
    ],
    "figure-four-glute-stretch": [
        *("glute stretch", "level: beginner", r"target areas: glute \(", "your other knee"),
        *("cross one ankle", "lower leg", "pull it toward your chest", STRETCH, r"\[.*\]"),
    ],
    "kneeling-hip-flexor-stretch": ["kneeling hip flexor stretch", "steps? on|kneel", STRETCH],
    "standing-it-band-stretch": ["standing IT band stretch", "cross the leg", STRETCH],
    "pigeon-pose": ["pigeon pose", "fold forward", STRETCH],
}
"""Facts that the source of the first handout gives about each entry, in our words."""


@pytest.mark.parametrize(
    ("entry_id", "fact"), [(entry_id, fact) for entry_id, facts in FACTS.items() for fact in facts]
)
def test_an_entry_contains_each_fact_of_its_source(entry_id: str, fact: str) -> None:
    assert re.search(fact, text_of(entry_id), re.IGNORECASE)


FRAME = [
    *("outside of your knee", "tight and sore", "most common problems that runners have"),
    *("ease the pain", "keep it away", "on strength, and on moving freely"),
    *("stronger muscles make your running smoother", "should not hurt more than a little"),
    *("sharp pain", "numbness", "swelling", "worse on the next day", "stop and call us"),
    *("pair them with the glute stretch", "the kneeling hip flexor stretch"),
    *("the standing IT band stretch", "and the pigeon pose"),
    *("strong hips, good balance and joints that move freely", "run without pain", "run better"),
    *("free set of guides for runners", "Joe Armeli", "Doctor of Physical Therapy"),
    *("certified athletic trainer", "certified strength and conditioning specialist", "a runner"),
    *("running plan made for each person", "contact at any time", "an app"),
    "Top 5 Exercises Every Runner Should Do for IT Band Pain",
]


@pytest.mark.parametrize("fact", FRAME)
def test_the_first_handout_contains_each_fact_of_its_source(fact: str) -> None:
    assert re.search(fact, text_of_handout(FIRST), re.IGNORECASE)


def test_the_first_handout_has_its_entries_in_order() -> None:
    assert [use.id.value for use in handout_of(FIRST).uses()] == list(FACTS)


@pytest.mark.parametrize("entry_id", list(FACTS)[5:])
def test_a_dosage_that_is_not_from_the_article_is_marked_as_such(entry_id: str) -> None:
    source = entry_of(entry_id).source
    assert source
    assert "not from the article" in str(source.title)


NOTES_ON_SOURCE = """
tight feeling and pain on the outside of the knee in runners, one of their most common complaints
targeted strength and mobility work eases it and helps it not come back
stronger muscles also make running smoother
on the side, legs straight and stacked, head resting on the lower arm
raise the top leg straight toward the ceiling, hips stacked, toes pointing forward
weak gluteus medius puts extra strain on the IT band
keep feet touching, lift the top knee as high as possible without the hips or pelvis moving
glutes absorb impact when running, so the IT band is not overused
sitting on the floor, roller under the outer thigh, that leg long
the other foot crossed in front for balance
use the arms to roll slowly over the upper outer thigh
from the top of the hip to just above the hip joint
never directly over the knee or the hip bone
releases tension, helps flexibility and blood flow; helps but is not a treatment on its own
standing tall, feet hip-width, a dumbbell or nothing in one hand
soften the standing knee, hinge at the hips, the other leg reaches back
lower the hand toward the floor, back flat, core engaged
stop at a stretch in the hamstrings
return slowly by pushing through the standing leg
loads the back of the leg while challenging balance; better running mechanics
band around the thighs just above the knees, feet hip-width, knees slightly bent
small step to the side keeping tension
steady hips keep the pelvis level and take load off the IT band
cross one ankle over the opposite knee and pull the lower leg toward the chest
movement should not cause pain above mild
stop and ask for help on sharp pain, numbness, swelling, or pain that is worse the next day
strong hips, balance, mobility = run without pain and perform better
"""
"""Notes on the facts of the source, which must not be copied verbatim."""


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:-[a-z]+)*", text.casefold())


def test_no_six_consecutive_words_are_copied_from_the_source() -> None:
    written = f" {' '.join(words_of(text_of_handout(FIRST)))} "
    for line in NOTES_ON_SOURCE.strip().splitlines():
        words = words_of(line)
        for start in range(len(words) - 5):
            row = " ".join(words[start : start + 6])
            assert f" {row} " not in written


def test_every_panel_of_a_figure_of_the_library_is_shown_by_the_entry_of_its_name() -> None:
    shown = {
        (str(picture.figure), str(picture.panel))
        for entry_id in ENTRIES
        for picture in entry_of(entry_id).pictures
    }
    there = {
        (pose.stem, panel.name)
        for pose in STORE.figures()
        for panel in load_figure(pose.with_suffix(".fig")).panels
    }
    assert shown == there
    assert {name for name, _ in there} == set(ENTRIES)


@pytest.mark.parametrize("figure", STORE.figures(), ids=lambda path: path.stem)
def test_alternative_text_names_the_signs_that_its_picture_has_and_no_others(figure: Path) -> None:
    pose = load_pose(figure, Problems())
    assert pose
    alts = {str(picture.panel): str(picture.alt) for picture in entry_of(figure.stem).pictures}
    drawn = load_figure(figure.with_suffix(".fig")).panels
    for panel, drawing in zip(pose.panels, drawn, strict=True):
        kinds = {arrow.kind for arrow in panel.arrows}
        was_elsewhere = any(operation.dash for operation in drawing.ops)
        alt = alts[panel.name].lower()
        assert ("dash" in alt) == (was_elsewhere or ArrowKind.LOOKS in kinds)
        assert ("a sign says to hold" in alt) == (ArrowKind.HOLDS in kinds)
        assert ("arrow" in alt) == bool(kinds & {ArrowKind.MOVES, ArrowKind.PRESSES})


def test_consecutive_pictures_have_different_captions() -> None:
    for entry_id in ENTRIES:
        captions = [str(picture.caption) for picture in entry_of(entry_id).pictures]
        assert all(one != other for one, other in pairwise(captions))


def test_a_composed_handout_shows_each_picture() -> None:
    document = LIBRARY.compose(FIRST).tree
    figures = [node.picture for node in walk(document.children) if isinstance(node, Figure)]
    shown = [picture.panel for picture in figures if isinstance(picture, DrawnFigure)]
    assert shown == ["start", "end"] * len(FACTS)


def test_people_in_programs_and_clinics_are_marked_as_examples() -> None:
    for personal in PERSONAL:
        assert "example" in personal
    for located in STORE.programs():
        program = STORE.program(located, Problems())
        assert program
        assert program.patient
        assert "Example" in str(program.patient.name)
    for located in STORE.clinics():
        clinic = STORE.clinic(located, Problems())
        assert clinic
        assert "example" in str(clinic.name)
