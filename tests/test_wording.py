"""All words of the program come from a catalogue for each language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import TESTS
from dosages import phrases_of

from handout.document import DocumentTree
from handout.document.text import render_text
from handout.dosage import Part, Range
from handout.errors import Origin, Problems
from handout.located import Data, as_mapping
from handout.minutes import Session
from handout.model import Difficulty, Position
from handout.session import open_session
from handout.theme import STANDARD
from handout.wording import LANGUAGES, LabelError, Wording
from handout.wording.catalogues import en
from handout.wording.dosages import render_session
from handout.writers.html import write_html

AMERICAN = Wording.for_language("en-US")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(("en", "en"), ("en-GB", "en"), ("EN", "en")),
        *(("en-US", "en-US"), ("en-us", "en-US"), ("en-US-x-clinic", "en-US")),
        *(("es-419", "es"), ("ar-EG", "ar"), ("de-x-plain", "de"), ("fa-AF", "fa")),
        *(("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-Hans-SG", "zh-Hans"), ("ZH-tw", "zh-Hant")),
        *(("zh-Hant-HK", "zh-Hant"), ("zh-HK", "zh-Hant"), ("yue", "zh-Hant")),
        *(("sw", "en"), ("enm", "en"), ("est", "en")),
    ],
)
def test_the_nearest_language_is_used(tag: str, language: str) -> None:
    assert Wording.for_language(tag).language == language
    assert Wording.for_language(tag) is Wording.for_language(language)


def arguments_of(message: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?=[,}])", message))


COUNTS = {"count", "amount", "high", "form"}
"""What every message that counts gets."""


def given(key: str) -> set[str]:
    """Return all arguments that a message gets, of which English may need only some."""
    english = arguments_of(en.MESSAGES[key])
    counts = COUNTS if {"count", "amount"} <= english or key.startswith("unit.") else set()
    extra = {
        "date": {"month", "day_of_month"},
        "range": {"of"},
        "weekday": {"number"},
        "weekday.short": {"number"},
        "side.each": {"gender"},
        "side.limb": {"gender"},
        "session.about": COUNTS,
        "clock": {"time"},
        "time.clock": {"hour"},
        "repetitions.of": {"gap"},
    }
    gender = {"gender"} if key.startswith("which.") else set()
    return english | counts | gender | extra.get(key, set())


def needed(key: str) -> set[str]:
    """Return the arguments that no language may leave out."""
    english = arguments_of(en.MESSAGES[key])
    words = {"unit", "until"} if key.startswith(("unit.", "repetitions.until_")) else set()
    words |= {"until"} if key.startswith("repetitions.as_many_") else set()
    selectors = set(re.findall(r"\{(count), plural", en.MESSAGES[key]))
    return english - words - selectors - {"written"}


def sample_of(key: str, argument: str) -> float | str | date:
    if argument == "day":
        return date(2026, 3, 2)
    if key == "time":
        return datetime(2026, 3, 2, 14, 30)  # noqa: DTZ001 -- a time on the wall of a clinic
    numbers = {"count", "days", "uncounted", "month", "day_of_month", "hour"}
    if argument in numbers or (argument == "number" and key.startswith(("number", "weekday"))):
        return 7
    return f"[{argument}]"


def formatted(wording: Wording, key: str, without: str = "") -> str:
    # A weekday is given twice, and each language needs one of the two.
    names = given(key) - {without, "number" if without == "day" else ""}
    return wording.text(key, **{name: sample_of(key, name) for name in sorted(names)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_all_messages(language: str) -> None:
    wording = Wording.for_language(language)
    assert list(wording.messages) == list(en.MESSAGES)
    assert wording.status == ("original" if language in {"en", "en-US"} else "machine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_uses_its_arguments(language: str) -> None:
    wording = Wording.for_language(language)
    for key in en.MESSAGES:
        text = formatted(wording, key)
        assert text, key
        # MessageFormat leaves an argument that it does not get as it is written.
        assert not set("{}#") & set(text), key
        for name in needed(key):
            assert formatted(wording, key, without=name) != text, (key, name)
        if key != "intensity.suffix":
            assert text == text.strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_apostrophe_is_lost_as_a_quote_of_the_message_format(language: str) -> None:
    for key, message in Wording.for_language(language).messages.items():
        if key not in {"date", "time"}:
            assert "'" not in message, key


def test_american_english_has_only_words_that_differ() -> None:
    messages = Wording.for_language("en-US").messages
    assert 5 < sum(messages[key] != en.MESSAGES[key] for key in messages) < 20


def literals(folder: Path) -> Iterator[str]:
    """Yield the string literals in a folder; for f-strings, their beginning and an asterisk."""
    for path in folder.rglob("*.py"):
        if path.parent.name == "catalogues":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                first = node.values[0]
                yield f"{first.value!s}*" if isinstance(first, ast.Constant) else ""


def test_every_message_is_used() -> None:
    code = TESTS.parent / "handout"
    used = {*literals(code / "compose"), *literals(code / "wording")}
    prefixes = tuple(literal[:-1] for literal in used if literal.endswith(".*"))
    assert [key for key in en.MESSAGES if key not in used and not key.startswith(prefixes)] == []


@pytest.mark.parametrize(
    "key",
    [
        *(f"part.{part}" for part in Part if part is not Part.DIRECTION),
        *(f"position.{position.value}" for position in Position),
        *(f"level.{difficulty.value}" for difficulty in Difficulty),
    ],
)
def test_every_choice_has_a_message(key: str) -> None:
    assert Wording.for_language("en").text(key)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reps": "1000"}, ["1000 repetitions"]),
        ({"hold": "0.125 min"}, ["hold 7.5 seconds"]),
        ({"frequency": "mon, wed"}, ["Monday and Wednesday"]),
        ({"frequency": "mon, wed, fri"}, ["Monday, Wednesday, and Friday"]),
    ],
)
def test_a_dosage_in_american_english(fields: dict[str, str], words: list[str]) -> None:
    assert phrases_of(fields, AMERICAN) == words


def test_a_session_in_american_english() -> None:
    words = render_session(Session(Range(9, 9), (1, 2, 4)), AMERICAN, alike=True)
    assert words == "About 10 minutes a session, without numbers 1, 2, and 4."


ENTRY = """\
name: xname
summary: xsummary
muscles: [xmuscle, xmuscle]
equipment: [xequipment, xequipment]
position: supine
difficulty: advanced
start: xstart
steps: [xstep]
dosage:
  sets: 2-3
  reps: 12 xreps
  hold: 1:30
  duration: 1-2 min
  pause: 20-30 s xpause
  rest: 90 s - 2 min
  side: each leg
  load: xload
  intensity: xintensity
  tempo: 3-1-3
  per_day: 2
  frequency: [mon, wed, fri]
  weeks: 4-6
why: xwhy
mistakes: [xmistake, xmistake]
easier: xeasier
harder: xharder
cautions: [xcaution, xcaution]
pictures: [{figure: clamshell, panel: end, alt: xalt, caption: xcaption}]
video: xhttps://x
source: {title: xtitle, author: xauthor, url: xhttps://x, licence: xlicence}
note: xnote
""".replace("xhttps://x", "https://xhost.xorg")

HANDOUT = """\
title: xtitle
subtitle: xsubtitle
language: LANGUAGE
intro: xintro
sections:
  - heading: xheading
    intro: xintro
    entries:
      - full
      - open
      - {use: full, dosage: {frequency: 3 days a week, per_day: 1-2, tempo: 2-0-2, pause: 5 s}}
stop_if: [xsign, xsign]
tip: {text: xtip}
summary: xsummary
author: {name: xauthor, credentials: xcredentials, bio: xbio, contact: xcontact}
sources: [{title: xtitle., author: xauthor, licence: xlicence}]
log: {weeks: 2}
"""

PERSONAL: dict[str, Data] = {
    "patient": {"name": "xpatient", "birth_date": "1951-04-03", "record": "xrecord"},
    "name_on_pages": "yes",
    "goals": ["xgoal", "xgoal"],
    "date": "2026-03-02",
    "next_visit": "2026-04-30 14:30",
    "clinician": {"name": "xclinician", "credentials": "xcredentials", "phone": "xphone"},
    "note": "xnote",
    "changes": {"open": {"dosage": {"reps": "until xtired"}}},
}


CLINIC = "name: xclinic\nphone: xphone\nhours: xhours\nemail: x@xhost.xorg\nfooter: xfooter\n"


class Workspace:
    """A session over a handout whose words all begin with 'x'."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        for name in ("exercises", "handouts", "clinics"):
            (folder / name).mkdir(parents=True)
        (folder / "exercises/full.yaml").write_text(ENTRY)
        (folder / "exercises/open.yaml").write_text("name: xname\nsteps: [xstep]\n")
        (folder / "handouts/x.yaml").write_text(HANDOUT.replace("LANGUAGE", language))
        (folder / "clinics/x.yaml").write_text(CLINIC)
        self.problems = Problems()
        session = open_session([folder])
        self.store, self.composer = session.store, session.composer

    def document(self, wording: Wording | None = None) -> DocumentTree:
        personal = as_mapping(PERSONAL, Origin("rows.csv", 1, 1), self.problems)
        located, clinic = self.store.find_handout("x"), self.store.find_clinic("x")
        assert located
        assert clinic
        letterhead = self.store.clinic(clinic, self.problems)
        document = self.composer.target(located, self.problems, personal, letterhead, wording)
        assert document, self.problems.in_order()
        return document


class Spoken(HTMLParser):
    """The visible and accessible words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"style", "script"}:
            self._silent = tag
        shown = {"alt", "title", "aria-label", "placeholder"}
        self.words += [value or "" for name, value in attrs if name in shown]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def bracketed(tmp_path: Path) -> DocumentTree:
    """Compose a document with a wording whose messages are in brackets."""
    messages = {key: f"⟦{message}⟧" for key, message in en.MESSAGES.items()}
    return Workspace(tmp_path).document(Wording("en", messages))


def words_outside(text: str) -> list[str]:
    """Return the words outside all brackets, except those of the content."""
    assert "⟦" in text
    assert not set("{}") & set(text)
    while text != (outside := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)):
        text = outside
    return [word for word in re.findall(r"[^\W\d_]+|[⟦⟧]", text) if word[0] != "x"]


def test_every_word_of_a_text_comes_from_the_catalogue(tmp_path: Path) -> None:
    document = bracketed(tmp_path)
    assert words_outside(render_text(document.children)) == []
    assert words_outside(document.folio.replace("{page}", "1").replace("{pages}", "2")) == []


def test_every_word_of_a_page_comes_from_the_catalogue(tmp_path: Path) -> None:
    page = write_html(bracketed(tmp_path), STANDARD).decode()
    assert words_outside("\n".join(Spoken(page).words)) == []


def test_a_handout_in_american_english_has_american_words(tmp_path: Path) -> None:
    document = Workspace(tmp_path, "en-US").document()
    text = render_text(document.children)
    assert "## Your program at a glance\n" in text
    assert "Date: March 2, 2026\n" in text
    assert "Next visit: April 30, 2026 at 2:30\u00a0PM\n" in text
    assert "Be careful: xcaution" in text or "Be careful:\n" in text
    assert "License: xlicence" in text
    assert "Monday, Wednesday, and Friday" in text
    assert not re.search("programme|Licence", text)
    assert document.label_language == "en-US"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_handout_in_another_language_has_english_words(language: str, tmp_path: Path) -> None:
    document = Workspace(tmp_path, language).document()
    text = render_text(document.children)
    assert "## Your programme at a glance\n" in text
    assert "Date: 2 March 2026\n" in text
    assert "Next visit: 30 April 2026 at 2:30\u00a0pm\n" in text
    assert (document.language, document.label_language) == (language, "en")


def test_a_composer_keeps_two_wordings_apart(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "one")
    mixed = [workspace.document(wording) for wording in (None, AMERICAN, None)]
    alone = [
        Workspace(tmp_path / "two").document(),
        Workspace(tmp_path / "three").document(AMERICAN),
    ]
    texts = [render_text(document.children) for document in (*mixed, *alone)]
    assert texts[0] == texts[2] == texts[3]
    assert texts[1] == texts[4] != texts[0]


@pytest.mark.parametrize(
    ("clock", "british", "american"),
    [
        *(((0, 5), "12:05 am", "12:05 AM"), ((9, 0), "9:00 am", "9:00 AM")),
        *(((12, 0), "12:00 pm", "12:00 PM"), ((23, 59), "11:59 pm", "11:59 PM")),
    ],
)
def test_a_time_of_day_has_the_form_of_its_language(
    clock: tuple[int, int], british: str, american: str
) -> None:
    time = datetime(2026, 3, 2, *clock)  # noqa: DTZ001 -- a time on the wall of a clinic
    for wording, expected in ((Wording.for_language("en"), british), (AMERICAN, american)):
        assert wording.text("time", time=time).replace("\u00a0", " ") == expected


def test_labels_are_replaced_as_they_are_written() -> None:
    own = AMERICAN.with_labels({"why": "Here's why #1", "log.week": "Week's '{number}'"})
    assert own.text("why") == "Here's why #1"
    assert own.text("log.week", number=3) == "Week's '3'"
    assert own.text("glance") == AMERICAN.text("glance")
    assert own.language == "en-US"
    assert AMERICAN.text("why") == "Why"


def test_the_wording_of_the_same_labels_is_the_same_object() -> None:
    one, other = (AMERICAN.with_labels({"why": "What for"}) for _ in range(2))
    assert one is other
    assert AMERICAN.with_labels({}) is AMERICAN


@pytest.mark.parametrize("key", ["log.week", "folio"])
@pytest.mark.parametrize(
    "words", ["Week", "{number} {number}", "{page}", "{pages} {pages}", "{ {page} {pages}", "{nr}"]
)
def test_a_label_keeps_its_placeholders(key: str, words: str) -> None:
    with pytest.raises(LabelError, match=r"must contain \{"):
        AMERICAN.with_labels({key: words})


@pytest.mark.parametrize("words", ["{number}", "{", "Week }"])
def test_a_label_without_placeholders_has_no_braces(words: str) -> None:
    with pytest.raises(LabelError, match="cannot contain"):
        AMERICAN.with_labels({"why": words})
