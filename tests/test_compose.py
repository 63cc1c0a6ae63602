"""A composed handout has all fields of its files, in order, and reads no other file."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import TESTS, Compare

from handout import HandoutError, Library
from handout.caches import Caches
from handout.compose import Composer
from handout.compose.parts import PartComposer, part_memo
from handout.compose.texts import labelled_text
from handout.content_store import ContentStore
from handout.document import (
    Block,
    Detail,
    DocumentTree,
    DrawnFigure,
    Entry,
    Figure,
    Heading,
    Row,
    Section,
    Table,
    TableKind,
    Video,
)
from handout.document.text import render_text
from handout.document.traversal import outline, walk
from handout.errors import Origin, Problems
from handout.inline import plain_text
from handout.loader import load_yaml
from handout.located import Mapping, Text
from handout.resources import built_in
from handout.wording import Wording

BUILT_IN = built_in("content")
OWN = TESTS / "content"


def compose(handout_id: str, *folders: Path) -> tuple[DocumentTree, Problems]:
    problems = Problems()
    store = ContentStore((BUILT_IN, *folders), Caches())
    located = store.find_handout(handout_id)
    assert located
    document = Composer(store, Caches()).target(located, problems)
    assert document, problems.in_order()
    return document, problems


@pytest.fixture(scope="module")
def every_field() -> DocumentTree:
    return compose("every-field", OWN)[0]


def test_the_first_handout_matches_its_reference(compare: Compare) -> None:
    document, problems = compose("it-band-pain")
    assert problems.in_order() == []
    compare("it-band-pain.txt", f"{render_text(document.children)}\n")


def test_a_handout_with_every_field_matches_its_reference(compare: Compare) -> None:
    document, problems = compose("every-field", OWN)
    assert [problem.message for problem in problems.in_order()] == [
        "'hold' is 90 s, and 'tempo' has a hold of 1 s",
        "'load' looks like HTML, but prints as it stands",
        "'clamshell' is used twice in this handout",
    ]
    compare("every-field.txt", f"{render_text(document.children)}\n")


def test_metadata_contains_no_markup(every_field: DocumentTree) -> None:
    assert every_field.title == "Every field handouttitle"
    assert every_field.author == "Dr Jo authorname"
    assert every_field.language == "en-GB"
    assert every_field.folio.format(page=1, pages=2) == "Page 1 of 2"


READ = [
    *("handouttitle", "handoutsubtitle", "handoutstopone", "handoutstoptwo"),
    *("handoutintro", "handoutintromore"),
    *("sectionheading", "sectionintro", "sectionintromore"),
    *("entryname", "entrysummary", "entrymuscle", "entryequipment"),
    *("entrycaptionone", "entrycaptiontwo", "entrystart", "entrystartmore"),
    *("entrystepone", "entrysteptwo", "entryreps", "entrypause", "entryload", "entryintensity"),
    *("entrywhy", "entrymistakeone", "entrymistaketwo", "entryeasier", "entryharder"),
    *("entrycautionone", "entrycautiontwo", "entryvideo"),
    *("notefirst", "notesecond", "notesecondmore"),
    *("tipheading", "tiptext", "tiptextmore", "handoutsummary", "handoutsummarymore"),
    *("authorname", "authorcredentials", "authorbio", "authorcontact", "authorurl"),
    *("sourcetitle", "sourceauthor", "sourceurl", "sourcelicence"),
    *("entrysourcetitle", "entrysourceauthor", "entrysourceurl", "entrylicence"),
]
"""A word of each field, in reading order."""

NOT_READ = {
    "entryalias": "aliases are only searched",
    "entryregion": "regions are only searched",
    "entryalt": "alternative text is not printed",
    "entrylink": "the address of a link is not printed",
}


def own_words(text: str) -> list[str]:
    """Return the words that identify the fields of the test content, in order."""
    return re.findall(r"\b(?:entry|handout|section|tip|author|source|note)[a-z]+", text)


def printed(blocks: tuple[Block, ...]) -> str:
    """Return the text of a page, without the alternative texts of pictures."""
    return re.sub(r"^\[.*?\] ?", "", render_text(blocks), flags=re.MULTILINE)


def test_each_field_is_printed_once_and_in_order(every_field: DocumentTree) -> None:
    # The programme at a glance repeats the entries.
    blocks = tuple(block for block in every_field.children if block.id != "glance")
    found = own_words(printed(blocks))
    # The name of an entry is also before its source.
    once = [word for number, word in enumerate(found) if found.index(word) == number]
    assert once == READ
    assert {word for word, count in Counter(found).items() if count > 1} == {"entryname"}


def test_the_test_content_uses_every_field() -> None:
    files = ("exercises/bridge.yaml", "handouts/every-field.yaml")
    words = [word for name in files for word in _words((OWN / name).read_text(encoding="utf-8"))]
    assert sorted(words) == sorted([*READ, *NOT_READ])


def _words(text: str) -> Iterator[str]:
    def texts(data: Any) -> Iterator[str]:  # noqa: ANN401 -- plain data of any shape
        if isinstance(data, dict):
            data = list(data.values())
        if isinstance(data, list):
            for item in data:
                yield from texts(item)
        else:
            yield str(data)

    for value in texts(yaml.safe_load(text)):
        yield from own_words(value)


def test_markup_does_not_extend_beyond_its_field(every_field: DocumentTree) -> None:
    text = render_text(every_field.children)
    assert "entrymuscle (buttocks), a *star\n" in text
    assert "entryequipment, a star* of chalk\n" in text
    assert "use: entryload <b> & {{\n" in text


def test_alternative_text_contains_no_markup(every_field: DocumentTree) -> None:
    assert "[Feet flat, entryalt] Down entrycaptionone" in render_text(every_field.children)


def entries(document: DocumentTree) -> list[Entry]:
    return [block for block in walk(document.children) if isinstance(block, Entry)]


def test_a_handout_changes_an_entry_only_for_itself(every_field: DocumentTree) -> None:
    _, first, second, _ = (render_text((entry,)) for entry in entries(every_field))
    assert "- 2 sets\n- 10 repetitions on each side\n" in f"{first}\n"
    assert "red band" not in first
    assert "Level" not in first
    assert "- 3 sets\n- 10 repetitions\n- use: red band\n" in f"{second}\n"
    assert "Level: beginner" in second
    assert "Lift it higher." in second


def test_a_content_folder_takes_precedence_over_the_built_in_one(every_field: DocumentTree) -> None:
    text = render_text(every_field.children)
    assert "2. Our own clamshell" in text
    assert "[From the built-in library]" in text


@pytest.mark.parametrize(("name", "folders"), [("it-band-pain", ()), ("every-field", (OWN,))])
def test_node_ids_are_unique(name: str, folders: tuple[Path, ...]) -> None:
    ids = list(_ids(compose(name, *folders)[0]))
    assert [node_id for node_id, count in Counter(ids).items() if count > 1] == []


def _ids(document: DocumentTree) -> Iterator[str]:
    return (node.id for node in walk(document.children))


def test_node_ids_are_readable(every_field: DocumentTree) -> None:
    ids = [
        *("title", "subtitle", "stop", "intro", "intro.2", "section.1", "section.1.heading"),
        *("bridge", "bridge.name", "bridge.facts", "bridge.picture.1", "bridge.start"),
        *("bridge.start.2", "bridge.step.1", "bridge.dosage.1", "bridge.mistakes.2"),
        *("clamshell", "clamshell.name", "clamshell.use.2", "clamshell.use.2.name"),
        *("tip", "summary", "log", "author", "sources", "sources.1"),
    ]
    found = list(_ids(every_field))
    assert [node_id for node_id in found if node_id in ids] == ids


OWN_IDS = [
    *("title", "subtitle", "intro", "stop", "section", "tip", "summary", "log", "author"),
    *("sources", "section-1", "name", "steps", "clamshell-2", "use"),
]


def test_node_ids_are_unique_whatever_the_entries_are_called(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "handouts").mkdir()
    for name in OWN_IDS:
        text = f"name: {name}\nsteps: [Go.]\nstart: |\n  One.\n\n  Two.\nsource: {{title: A}}"
        (tmp_path / f"exercises/{name}.yaml").write_text(text)
    uses = ", ".join(OWN_IDS * 3)
    handout = (OWN / "handouts/every-field.yaml").read_text(encoding="utf-8")
    again = f"  - heading: All\n    entries: [{uses}]\nstop_if:"
    (tmp_path / "handouts/names.yaml").write_text(handout.replace("stop_if:", again, 1))
    ids = list(_ids(compose("names", OWN, tmp_path)[0]))
    assert [node_id for node_id, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("name", ["why", "mistakes", "facts"])
def test_an_entry_named_like_a_part_is_in_every_edition(name: str, tmp_path: Path) -> None:
    for folder in ("exercises", "handouts"):
        (tmp_path / folder).mkdir()
    (tmp_path / f"exercises/{name}.yaml").write_text("name: Hop\nsteps: [Hop.]\n")
    handout = f"title: Hops\nsections: [{{entries: [{name}]}}]\n"
    (tmp_path / "handouts/hops.yaml").write_text(handout)
    (entry,) = entries(compose("hops", tmp_path)[0])
    assert entry.detail is Detail.ESSENTIAL


def levels(headings: list[Heading]) -> list[int]:
    return [heading.level for heading in headings]


@pytest.mark.parametrize(("name", "folders"), [("it-band-pain", ()), ("every-field", (OWN,))])
def test_headings_skip_no_level(name: str, folders: tuple[Path, ...]) -> None:
    found = levels(outline(compose(name, *folders)[0]))
    assert found[0] == 1
    assert found.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(found))


def test_entries_are_numbered_consecutively(every_field: DocumentTree) -> None:
    numbered = [heading.words for heading in outline(every_field) if heading.number]
    assert numbered == [
        *("1. Bridge entryname", "2. Our own clamshell", "3. Clamshell again", "4. Calf stretch")
    ]


def test_a_single_entry_begins_with_its_name() -> None:
    assert Library(OWN).entry("bridge").text().startswith("# Bridge entryname\n")


def test_every_node_has_a_position_in_a_file(every_field: DocumentTree) -> None:
    for block in walk(every_field.children):
        lines = Path(block.origin.file).read_text(encoding="utf-8").splitlines()
        assert 1 <= block.origin.line <= len(lines)


def test_only_files_that_a_handout_uses_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("exercises", "handouts"):
        (tmp_path / name).mkdir()
    (tmp_path / "exercises/broken.yaml").write_bytes(b"\xff\xfe: [")
    (tmp_path / "handouts/broken.yaml").write_bytes(b"\xff\xfe: [")
    use = "title: Two\nsections: [{entries: [clamshell, pigeon-pose, clamshell]}]"
    (tmp_path / "handouts/two.yaml").write_text(use)
    opened = []

    def counted(path: Path, problems: Problems, *, cacheable: bool) -> Mapping | None:
        opened.append(path.name)
        return load_yaml(path, problems, cacheable=cacheable)

    monkeypatch.setattr("handout.content_files.load_yaml", counted)
    _, problems = compose("two", tmp_path)
    assert not problems.has_errors
    assert opened == ["two.yaml", "clamshell.yaml", "pigeon-pose.yaml"]


@pytest.mark.parametrize(
    ("side", "mirrored"), [("left", False), ("right", True), ("each side", False)]
)
def test_a_drawn_figure_shows_the_side_of_the_dosage(
    side: str,
    mirrored: bool,  # noqa: FBT001 -- pytest passes it by name
    tmp_path: Path,
) -> None:
    (tmp_path / "handouts").mkdir()
    use = f"{{use: clamshell, dosage: {{side: {side}}}}}"
    handout = f"title: Hip\nsections: [{{entries: [{use}]}}]\n"
    (tmp_path / "handouts/hip.yaml").write_text(handout, encoding="utf-8")
    document, problems = compose("hip", tmp_path)
    assert problems.in_order() == []
    figures = [block for block in walk(document.children) if isinstance(block, Figure)]
    drawn = [figure.picture for figure in figures]
    assert [isinstance(each, DrawnFigure) and each.mirrored for each in drawn] == [mirrored] * 2


@pytest.mark.parametrize(("side", "mirrored"), [("left", False), ("right", True)])
def test_a_figure_that_is_like_another_has_its_side(
    side: str,
    mirrored: bool,  # noqa: FBT001 -- pytest passes it by name
    tmp_path: Path,
) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/own.yaml").write_text("name: Own\nlike: clamshell\nperson: Ruth\n")
    drawing = BUILT_IN / "figures/clamshell.fig"
    (tmp_path / "figures/own.fig").write_bytes(drawing.read_bytes())
    picture = "{figure: own, panel: end, alt: A knee is lifted.}"
    fields = f"name: Lift, steps: [Lift.], dosage: {{side: {side}}}, pictures: [{picture}]"
    handout = f"title: Hip\nsections: [{{entries: [{{exercise: {{{fields}}}}}]}}]\n"
    (tmp_path / "handouts").mkdir()
    (tmp_path / "handouts/hip.yaml").write_text(handout)
    document, problems = compose("hip", tmp_path)
    assert problems.in_order() == []
    (figure,) = (block for block in walk(document.children) if isinstance(block, Figure))
    assert isinstance(figure.picture, DrawnFigure)
    assert figure.picture.mirrored is mirrored


def figures_of(tmp_path: Path, uses: str) -> list[Figure]:
    """Return the pictures of a handout with these uses of an exercise whose picture names sides."""
    for folder in ("exercises", "handouts"):
        (tmp_path / folder).mkdir()
    picture = "{figure: clamshell, panel: end, alt: 'Left knee at a right angle.', caption: Left}"
    (tmp_path / "exercises/lift.yaml").write_text(
        f"name: Lift\nsteps: [Lift your knee.]\ndosage: {{reps: 9}}\npictures: [{picture}]\n"
    )
    (tmp_path / "handouts/hip.yaml").write_text(f"title: Hip\nsections: {uses}\n")
    document, problems = compose("hip", tmp_path)
    assert problems.in_order() == []
    return [block for block in walk(document.children) if isinstance(block, Figure)]


@pytest.mark.parametrize(
    ("changes", "mirrored", "alt", "caption"),
    [
        ("shown_side: left", False, "Left knee at a right angle.", "Left"),
        ("shown_side: right", True, "Right knee at a right angle.", "Right"),
        ("dosage: {side: right}", True, "Right knee at a right angle.", "Right"),
        (
            "shown_side: right, dosage: {side: each side}",
            True,
            "Right knee at a right angle.",
            "Right",
        ),
    ],
)
def test_a_figure_of_the_other_side_has_the_words_of_that_side(
    changes: str,
    mirrored: bool,  # noqa: FBT001 -- pytest passes it by name
    alt: str,
    caption: str,
    tmp_path: Path,
) -> None:
    (figure,) = figures_of(tmp_path, f"[{{entries: [{{use: lift, {changes}}}]}}]")
    assert isinstance(figure.picture, DrawnFigure)
    assert figure.picture.mirrored is mirrored
    assert (figure.alt, plain_text(figure.caption)) == (alt, caption)


def test_the_picture_of_a_later_phase_shows_the_side_of_its_dose(tmp_path: Path) -> None:
    early = "{phase: week 1, entries: [{use: lift, dosage: {side: left}}]}"
    late = "{phase: week 2, entries: [{use: lift, dosage: {side: right}}]}"
    figures = figures_of(tmp_path, f"[{early}, {late}]")
    drawn = [each.picture for each in figures if not each.id.startswith("row")]
    assert [isinstance(each, DrawnFigure) and each.mirrored for each in drawn] == [False, True]


def test_figures_cannot_show_the_side_that_the_dosage_leaves_out() -> None:
    use = "{use: clamshell, shown_side: right, dosage: {side: left leg}}"
    with pytest.raises(HandoutError) as error:
        Library().compose(f"handout: {{title: Hip, sections: [{{entries: [{use}]}}]}}".encode())
    (problem,) = error.value.problems
    assert problem.message == "the dosage is for the left side, but its figures show the other"
    assert problem.hint == "leave out 'shown_side: right'; figures follow the dosage"


def test_a_photo_that_is_to_show_a_side_is_told(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "exercises").mkdir()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "images/foot.svg").write_text(svg)
    (tmp_path / "exercises/tap.yaml").write_text(
        "name: Tap\nsteps: [Tap.]\nshown_side: left\n"
        "pictures: [{image: images/foot.svg, alt: Foot}]\n"
    )
    (problem,) = Library(tmp_path).entry("tap").problems
    assert problem.message == "a photo cannot be turned to show the left side"


def handout_of(tmp_path: Path, *entries: str, around: str = "") -> tuple[DocumentTree, Problems]:
    """Compose a handout whose entries have these dosages, or none if empty."""
    for name in ("exercises", "handouts"):
        (tmp_path / name).mkdir()
    for number, dosage in enumerate(entries, 1):
        text = f"name: Move {number}\nsteps: [Go.]\n" + (f"dosage: {dosage}\n" if dosage else "")
        (tmp_path / f"exercises/move-{number}.yaml").write_text(text, encoding="utf-8")
    uses = ", ".join(f"move-{number}" for number in range(1, len(entries) + 1))
    text = f"title: Moves\nsections: [{{entries: [{uses}]}}]\n{around}"
    (tmp_path / "handouts/moves.yaml").write_text(text, encoding="utf-8")
    return compose("moves", tmp_path)


def table_of(document: DocumentTree, kind: TableKind) -> Table | None:
    tables = (node for node in walk(document.children) if isinstance(node, Table))
    return next((table for table in tables if table.kind is kind), None)


def words_and_boxes(row: Row) -> list[str | int]:
    return [plain_text(cell.content) or cell.boxes for cell in row.cells]


def log_rows(document: DocumentTree) -> list[list[str | int]]:
    log = table_of(document, TableKind.LOG)
    assert log
    return [words_and_boxes(row) for row in log.rows]


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        (["{frequency: 'fri, mon'}", "{frequency: wed}"], "Mon Wed Fri"),
        (["{frequency: 2-3 days a week}", "{frequency: 1 day a week}"], "Day 1 Day 2 Day 3"),
        (["{frequency: daily}"], "Mon Tue Wed Thu Fri Sat Sun"),
        (["{frequency: mon}", "{frequency: 3 days a week}"], "Mon Tue Wed Thu Fri Sat Sun"),
        (["{frequency: mon}", ""], "Mon Tue Wed Thu Fri Sat Sun"),
    ],
)
def test_a_log_has_the_days_of_the_programme(entries: list[str], days: str, tmp_path: Path) -> None:
    document, problems = handout_of(tmp_path, *entries, around="log: {weeks: 2}")
    head, *weeks = log_rows(document)
    assert head == [0, *re.split(r" (?=[A-Z])", days), "Notes"]
    assert weeks == [[f"Week {number}", *[1] * len(head[1:-1]), 0] for number in (1, 2)]
    assert problems.in_order() == []


@pytest.mark.parametrize(
    ("dosage", "sessions"),
    [
        ("per_day: 2-3", 3),
        ("per_day: 4", 4),
        ("per_day: 20", 4),
        ("frequency: twice a day", 2),
        ("frequency: 20 times a day", 4),
    ],
)
def test_a_log_has_a_box_for_each_session(dosage: str, sessions: int, tmp_path: Path) -> None:
    entries = ("{per_day: 1}", f"{{{dosage}}}")
    document, problems = handout_of(tmp_path, *entries, around="log: {weeks: 2}")
    assert log_rows(document)[1] == ["Week 1", *[sessions] * 7, 0]
    assert [problem.message for problem in problems.in_order()] == [
        "an entry is done 20 times a day, but the log has only 4 boxes for each day"
    ] * ("20" in dosage)


def glance_of(document: DocumentTree) -> Table | None:
    return table_of(document, TableKind.GLANCE)


def test_a_single_entry_has_no_programme_at_a_glance(tmp_path: Path) -> None:
    assert glance_of(handout_of(tmp_path, "{reps: 10}")[0]) is None


def test_unknown_minutes_are_left_out(tmp_path: Path) -> None:
    document, _ = handout_of(tmp_path, "{reps: until tired}", "")
    (section,) = (block for block in document.children if block.id == "glance")
    assert isinstance(section, Section)
    assert [type(block) for block in section.children] == [Heading, Table]


def test_entries_done_at_different_times_of_a_day_are_not_a_session(tmp_path: Path) -> None:
    doses = ("{duration: 1 min, per_day: 2}", "{duration: 4 min, per_day: 3}")
    text = render_text(handout_of(tmp_path, *doses)[0].children)
    assert "About 10 minutes for all exercises together." in text.replace("\u00a0", " ")


def test_entries_that_are_never_on_one_day_are_not_added_up(tmp_path: Path) -> None:
    doses = ("{duration: 4 min, frequency: 'mon, wed'}", "{duration: 4 min, frequency: tue}")
    assert "minutes for all" not in render_text(handout_of(tmp_path, *doses)[0].children)


def test_entries_on_some_of_the_same_days_are_added_up(tmp_path: Path) -> None:
    doses = ("{duration: 4 min, frequency: 'mon, wed'}", "{duration: 4 min, frequency: daily}")
    text = render_text(handout_of(tmp_path, *doses)[0].children).replace("\u00a0", " ")
    assert "About 10 minutes for all exercises together." in text


def test_thumbnails_show_the_end_of_the_movement() -> None:
    glance = glance_of(compose("it-band-pain")[0])
    assert glance
    pictures = [row.cells[0].thumbnail for row in glance.rows[1:]]
    drawn = [picture.picture for picture in pictures if picture]
    assert {isinstance(each, DrawnFigure) and each.panel for each in drawn} == {"end"}


def test_only_a_handout_has_blanks_for_a_missing_dosage(tmp_path: Path) -> None:
    document, _ = handout_of(tmp_path, "", "{reps: 10}")
    blank, complete = (render_text((entry,)) for entry in entries(document))
    assert "- Hold ________\n" in blank
    assert "____" not in complete
    assert "How much" not in Library(tmp_path).entry("move-1").text()


def test_a_video_has_alternative_text_for_its_code(every_field: DocumentTree) -> None:
    (video,) = (block for block in walk(every_field.children) if isinstance(block, Video))
    assert video.url == "https://example.org/entryvideo/"
    assert video.alt == "A code that opens example.org/entryvideo on a phone"


def test_a_part_is_composed_once_for_the_same_inputs() -> None:
    part = PartComposer(part_memo(Caches()), "hop.").part
    text, english = Text("Hop.", Origin("hop.yaml", 1, 1)), Wording.for_language("en")
    (start,) = part("text", labelled_text, text, "start", english)
    (why,) = part("text", labelled_text, text, "why", english)
    assert [render_text((block,)) for block in (start, why)] == ["Start: Hop.", "Why: Hop."]
    assert part("text", labelled_text, text, "start", english)[0] is start
    other = Text("Hop on.", text.origin)
    assert render_text(part("text", labelled_text, other, "start", english)) == "Start: Hop on."


def test_a_session_sees_changes_to_entries_it_has_composed(
    tmp_path: Path,
) -> None:
    for name in ("exercises", "handouts"):
        (tmp_path / name).mkdir()
    (tmp_path / "handouts/hops.yaml").write_text("title: Hops\nsections: [{entries: [hop]}]\n")
    library = Library(tmp_path)
    texts = []
    for dosage in ("{reps: 9}", "{reps: 12}", "{reps: 9}"):
        entry = f"name: Hop\nsteps: [Hop.]\ndosage: {dosage}\n"
        (tmp_path / "exercises/hop.yaml").write_text(entry)
        texts.append(re.findall(r"\d+ repetitions", library.compose("hops").text()))
    assert texts == [["9 repetitions"], ["12 repetitions"], ["9 repetitions"]]
