"""HTML pages are valid, accessible, inert and in the order of the document."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from pdf_facts import assert_in_order, folded, page_texts
from PIL import Image
from web_cases import HANDOUTS, HOSTILE, handouts, hostile, two_languages
from web_tools import Result, browse, nu_faults

from handout import document as doc
from handout.document.traversal import outline, walk
from handout.errors import HandoutError
from handout.inline import Link, Plain
from handout.theme import STANDARD
from handout.writers import writer_for

INJECTED = {
    "default-src": "fetch('https://example.org/').catch(() => {})",
    "img-src": "new Image().src = 'https://example.org/x.png'",
    "font-src": "new FontFace('x', 'url(https://example.org/x.woff2)').load().catch(() => {})",
    "base-uri": "<base href='https://example.org/'>",
    "form-action": "document.querySelector('form').submit()",
    "style-src": "<style>main { display: none }</style>",
    "script-src": "<script>window.caught = 6</script>",
}
"""For each directive of the policy, markup or a script that it blocks."""

UNTIL_BLOCKED = """new Promise((done) => {
  addEventListener("securitypolicyviolation", () => setTimeout(done, 100));
  setTimeout(done, 2000);
  %s;
})"""
"""Waits until the browser reports a violation."""

SCREENS = [(360, "light"), (1280, "dark")]

PAPERS = ("a4", "letter")

SYSTEM_COLOURS = {
    "light": {"rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(0, 0, 238)"},
    "dark": {"rgb(255, 255, 255)", "rgb(18, 18, 18)", "rgb(158, 158, 255)"},
}
"""CanvasText, Canvas and LinkText in each scheme."""

COLOURS = """
  [...new Set([...document.querySelectorAll('main *')]
    .filter((element) => !element.closest('svg') && element.innerText)
    .map((element) => getComputedStyle(element).color))].sort()
"""
"""An expression for the colours of all text."""

MARKS = """
  [...new Set([...document.querySelectorAll('.pictures svg, .thumbnail')]
    .map((picture) => getComputedStyle(picture).backgroundColor)),
   getComputedStyle(document.querySelector('.number')).borderTopStyle]
"""
"""An expression for the grounds of all pictures, and the border of a number."""

FILL_IN = """
  document.querySelectorAll('[type=checkbox]')[2].click();
  const note = document.querySelectorAll('[type=text]')[1];
  note.value = 'Knee <sore>';
  note.dispatchEvent(new Event('input', { bubbles: true }));
"""
"""A script that ticks the first session of the second day and writes a note in the second week."""

WRITE_DOWN = """
  const number = document.querySelectorAll('[type=number]')[8];
  number.value = '7';
  number.dispatchEvent(new Event('input', { bubbles: true }));
"""
"""A script that writes the effort of the second day into a log of pain and effort."""

FILLED_IN = """
  const called = (box) => box.getAttribute('aria-labelledby').split(' ').map((id) => {
    const part = document.getElementById(id);
    return part.ariaLabel ?? part.textContent;
  }).join(' ');
  [
    ...[...document.querySelectorAll(':checked')].map(called),
    ...[...document.querySelectorAll('[type=text], [type=number]')].filter((each) => each.value)
      .map((each) => `${called(each)}: ${each.value}`),
  ].join(', ');
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, doc.DocumentTree]:
    return handouts(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def pages(documents: Mapping[str, doc.DocumentTree]) -> Mapping[str, str]:
    return {name: write(document) for name, document in documents.items()}


def write(document: doc.DocumentTree) -> str:
    return writer_for("html", STANDARD)(document).decode()


def dated(document: doc.DocumentTree, date: str) -> doc.DocumentTree:
    """Return the handout of one patient with another date."""
    children = tuple(
        replace(
            block,
            items=tuple(
                replace(fact, value=(Plain(date),)) if fact.label == "Date" else fact
                for fact in block.items
            ),
        )
        if isinstance(block, doc.Facts) and block.form
        else block
        for block in document.children
    )
    return replace(document, children=children)


def _no_language(page: str) -> str:
    return re.sub(r'(<html) lang="[^"]*"', r"\1", page)


def _picture_without_words(page: str) -> str:
    return re.sub(r' role="img" aria-label="[^"]*"', ' role="img"', page)


def _box_without_name(page: str) -> str:
    return re.sub(r'(<input type="checkbox")[^>]*', r"\1", page)


def _pale_words(page: str) -> str:
    return page.replace(str(STANDARD.styles.body.colour), "#A0A8AE")


def _skipped_heading(page: str) -> str:
    return page.replace("<h3", "<h5").replace("</h3>", "</h5>")


SEEN_BY_AXE: Mapping[Callable[[str], str], str] = {
    _no_language: "html-has-lang",
    _picture_without_words: "svg-img-alt",
    _box_without_name: "label",
    _pale_words: "color-contrast",
    _skipped_heading: "heading-order",
}


@pytest.fixture(scope="module")
def visits(
    documents: Mapping[str, doc.DocumentTree],
    pages: Mapping[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[tuple[object, ...], Result]:
    """Return the results of the browser for all pages, from a single start."""
    folder = tmp_path_factory.mktemp("pages")
    good = {name: _saved(folder, name, page) for name, page in pages.items()}
    jobs: dict[tuple[object, ...], Result] = {}
    for name, path in good.items():
        for width, scheme in SCREENS:
            jobs[name, width, scheme] = {
                "path": path,
                "width": width,
                "features": {"prefers-color-scheme": scheme},
                "axe": True,
            }
            more = {"prefers-color-scheme": scheme, "prefers-contrast": "more"}
            jobs[name, scheme, "stark"] = {
                "path": path,
                "features": more,
                "axe": True,
                "scripts": [COLOURS],
            }
        jobs[name, "large"] = {"path": path, "width": 360, "size": "200%"}
    jobs[("drawing",)] = {
        "path": good["personal"],
        "features": {"prefers-color-scheme": "dark"},
        "element": ".letterhead svg",
        "shot": str(folder / "logo.png"),
    }
    forced = {"forced-colors": "active"}
    jobs[("forced",)] = {"path": good["it-band-pain"], "features": forced, "scripts": [MARKS]}
    for paper in PAPERS:
        pdf = str(folder / f"{paper}.pdf")
        jobs["printed", paper] = {"path": good["it-band-pain"], "paper": paper, "pdf": pdf}
    for mutate in SEEN_BY_AXE:
        bad = mutate(pages["every-field"])
        assert bad != pages["every-field"]
        path = _saved(folder, mutate.__name__, _without_policy(bad))
        jobs[(mutate,)] = {"path": path, "axe": True}
    jobs[("caught",)] = {"path": good["hostile"], "scripts": ["window.caught ?? 'nothing'"]}
    for directive, attempt in INJECTED.items():
        markup = (
            attempt if attempt.startswith("<") else "<form action='https://example.org/'></form>"
        )
        page = pages["rtl"].replace("<main", f"{markup}<main")
        scripts = [] if attempt.startswith("<") else [UNTIL_BLOCKED % attempt]
        jobs["injected", directive] = {"path": _saved(folder, directive, page), "scripts": scripts}
    jobs[("log",)] = {"path": good["every-field"], "scripts": [FILL_IN, "reload", FILLED_IN]}
    jobs[("number",)] = {"path": good["hostile"], "scripts": [WRITE_DOWN, "reload", FILLED_IN]}
    clear = "document.querySelector('.kept button').click()"
    steps = [FILL_IN, clear, "reload", FILLED_IN]
    jobs[("clear",)] = {"path": good["every-field"], "scripts": steps, "agrees": True}
    jobs[("refuse",)] = {"path": good["every-field"], "scripts": steps}
    # The log of one patient is filled in; then another page of the same browser is looked at.
    for job, date in (("next patient", "3 March 2026"), ("same patient", "2 March 2026")):
        path = _saved(folder, job, write(dated(documents["personal"], date)))
        jobs[(job,)] = {"path": good["personal"], "scripts": [FILL_IN, path, FILLED_IN]}
    shown = "document.querySelector('.kept').checkVisibility()"
    jobs[("kept",)] = {"path": good["every-field"], "scripts": [shown]}
    results = dict(zip(jobs, browse(list(jobs.values())), strict=True))
    for key, done in jobs.items():
        results[key]["file"] = done.get("pdf") or done.get("shot")
    return results


def _saved(folder: Path, name: str, page: str) -> str:
    path = folder / f"{name}.html"
    path.write_text(page, "utf-8")
    return str(path)


def _without_policy(page: str) -> str:
    """Return a page whose style may be changed without updating the hash."""
    return re.sub(r"<meta http-equiv=[^>]*>", "", page)


@pytest.mark.parametrize("name", HANDOUTS)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_no_violation(
    name: str, width: int, scheme: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    assert visits[name, width, scheme]["axe"] == []


@pytest.mark.parametrize("name", HANDOUTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_strongest_contrast_where_more_is_preferred(
    name: str, scheme: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    found = visits[name, scheme, "stark"]
    assert found["axe"] == []
    assert set(found["result"]) <= SYSTEM_COLOURS[scheme]


def test_pictures_and_numbers_stay_visible_in_forced_colours(
    visits: Mapping[tuple[object, ...], Result],
) -> None:
    assert visits[("forced",)]["result"] == ["rgb(255, 255, 255)", "solid"]


def test_a_drawing_with_dark_colours_of_its_own_keeps_those_for_its_light_ground(
    visits: Mapping[tuple[object, ...], Result],
) -> None:
    logo = Image.open(visits[("drawing",)]["file"]).convert("RGB")
    teal = (0, 128, 128)
    assert logo.getpixel((logo.width // 2, logo.height // 2)) == teal


@pytest.mark.parametrize("paper", PAPERS)
def test_a_printed_page_is_full_and_cuts_no_table(
    paper: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    path = visits["printed", paper]["file"]
    texts = page_texts(Path(path).read_bytes())
    assert len(texts) <= 7
    assert "9. Pigeon pose" in texts[0]
    assert [sum(f"Week {week}" in text for text in texts) for week in range(1, 5)] == [1] * 4
    assert any(all(f"Week {week}" in text for week in range(1, 5)) for text in texts)
    file = pypdfium2.PdfDocument(path)
    heights = [page.get_height() for page in file]
    lowest = [min(each.get_bounds()[1] for each in page.get_objects()) for page in file]
    file.close()
    assert {round(height) for height in heights} == {{"a4": 842, "letter": 792}[paper]}
    full = [1 - low / height for low, height in zip(lowest, heights, strict=True)]
    assert min(full[:-1]) > 0.7


@pytest.mark.parametrize("mutate", SEEN_BY_AXE, ids=lambda mutate: mutate.__name__.strip("_"))
def test_axe_finds_a_seeded_violation(
    mutate: Callable[[str], str], visits: Mapping[tuple[object, ...], Result]
) -> None:
    rules = [fault.partition(":")[0] for fault in visits[(mutate,)]["axe"]]
    assert SEEN_BY_AXE[mutate] in rules


@pytest.mark.parametrize("name", HANDOUTS)
def test_a_page_fits_the_screen_even_at_twice_the_text_size(
    name: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    for key in (*((name, *screen) for screen in SCREENS), (name, "large")):
        assert visits[key]["overflow"] <= 0, key


@pytest.mark.parametrize("name", HANDOUTS)
def test_a_page_makes_no_requests_and_its_policy_blocks_nothing_of_its_own(
    name: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    found = visits[name, 360, "light"]
    assert (found["requests"], found["console"], found["dialogs"]) == ([], [], 0)


@pytest.mark.parametrize("directive", INJECTED)
def test_each_directive_of_the_policy_blocks_what_is_injected(
    directive: str, visits: Mapping[tuple[object, ...], Result]
) -> None:
    complaint = visits["injected", directive]["console"][0]
    assert re.search(f"Content Security Policy directive:? .{directive} ", complaint), complaint


@pytest.mark.parametrize("name", HANDOUTS)
def test_the_policy_admits_the_style_and_script_of_the_page_and_nothing_else(
    name: str, documents: Mapping[str, doc.DocumentTree], pages: Mapping[str, str]
) -> None:
    page = pages[name]
    (policy,) = re.findall(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">',
        page.partition("<style>")[0],
    )
    logs = [node for node in walk(documents[name].children) if isinstance(node, doc.Log)]
    assert page.count("<script>") == bool(logs)
    assert dict(directive.split(maxsplit=1) for directive in policy.split(";")) == {
        "default-src": "'none'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "style-src": hashed(page, "style"),
        "script-src": hashed(page, "script") if logs else "'none'",
    }


def hashed(page: str, element: str) -> str:
    """Return the hash source by which a policy allows the only element of a name in a page."""
    (text,) = re.findall(f"<{element}>(.*?)</{element}>", page, re.DOTALL)
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_an_entry_in_another_language_says_so_and_so_do_its_labels(tmp_path: Path) -> None:
    page = write(two_languages(tmp_path))
    spanish, arabic = page.split("<article")[1:]
    assert 'id="ar" class="entry" dir="rtl" lang="ar"' in arabic
    assert " lang=" not in spanish.partition(">")[0]
    for entry in (spanish, arabic):
        assert '<span lang="en" dir="ltr">How much</span>' in entry
    assert '<span class="name" lang="ar">' in page


def test_hostile_text_is_shown_and_never_executed(
    pages: Mapping[str, str], visits: Mapping[tuple[object, ...], Result]
) -> None:
    assert visits[("caught",)]["result"] == "nothing"
    text = text_of(pages["hostile"])
    for words in HOSTILE:
        assert text.count(folded(words)) > 10


def test_the_log_is_stored_on_the_device(
    visits: Mapping[tuple[object, ...], Result],
) -> None:
    assert visits[("log",)]["result"] == "Week 1 Tue 1, Week 2 Notes: Knee <sore>"
    assert visits[("number",)]["result"] == "Week 1 Effort, 0 to 10 Tue: 7"
    assert visits[("kept",)]["result"] is True


def test_a_log_is_cleared_once_the_patient_agrees(
    visits: Mapping[tuple[object, ...], Result],
) -> None:
    found = visits[("clear",)]
    assert (found["result"], found["dialogs"]) == ("", 1)
    assert visits[("refuse",)]["result"] == "Week 1 Tue 1, Week 2 Notes: Knee <sore>"


def test_each_patient_has_a_log_of_their_own(
    visits: Mapping[tuple[object, ...], Result], documents: Mapping[str, doc.DocumentTree]
) -> None:
    assert visits[("next patient",)]["result"] == ""
    assert visits[("same patient",)]["result"] == "Week 1 Mon 3, Week 2 Notes: Knee <sore>"


def test_a_thumbnail_reuses_the_drawing_of_its_entry(pages: Mapping[str, str]) -> None:
    silent = r'<svg[^>]* class="thumbnail" aria-hidden="true">(.*?)</svg>'
    thumbnails = re.findall(silent, pages["it-band-pain"])
    assert len(thumbnails) == 9
    assert all(re.fullmatch(r'<use href="#_[^"]+\.shapes"></use>', part) for part in thumbnails)


def test_a_blank_has_a_label_for_screen_readers(pages: Mapping[str, str]) -> None:
    text = text_of(pages["personal"])
    assert text.count("to fill in by hand") == 2 + 3 + 5
    assert "Repetitions to fill in by hand" in text


def test_changes_for_a_patient_are_labelled(pages: Mapping[str, str]) -> None:
    page = pages["personal"]
    assert '</h2>\n<p><span class="changed">For you</span>' in page
    assert '<p id="clamshell.why"><span class="changed">For you</span> <b>Why:' in page
    assert 'class="changed"' not in pages["every-field"]


def test_a_page_has_the_letterhead_footer_and_colour_of_the_clinic(
    pages: Mapping[str, str],
) -> None:
    page = pages["personal"]
    assert '<header><div id="letterhead" class="letterhead">' in page
    assert page.index("12 Hill Road") < page.index("<h1")
    assert '<footer><p class="small">Ann Smith</p>\n<p class="small">Call us on 555 0100' in page
    assert "--accent: #6A2C70" in page
    assert "--accent: #6A2C70" not in pages["every-field"]


def test_the_nu_html_checker_finds_no_error(pages: Mapping[str, str], tmp_path: Path) -> None:
    paths = [Path(_saved(tmp_path, name, page)) for name, page in pages.items()]
    nested = pages["rtl"].replace("<main", "<p><p><h7></main>x<main")
    paths.append(Path(_saved(tmp_path, "fault", nested)))
    faults = nu_faults(paths)
    assert faults.pop("fault.html")
    assert faults == {f"{name}.html": [] for name in pages}


class _Reader(HTMLParser):
    """Collects the text of a page, without furniture and alternative texts."""

    _SKIPPED = frozenset({"head", "nav", "script", "svg"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SKIPPED:
            self._skipping.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping and self._skipping[-1] == tag:
            self._skipping.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.texts.append(data)


def text_of(page: str) -> str:
    reader = _Reader()
    reader.feed(page)
    return folded("".join(reader.texts))


@pytest.mark.parametrize("name", HANDOUTS)
def test_every_text_is_on_the_page_in_reading_order(
    name: str, documents: Mapping[str, doc.DocumentTree], pages: Mapping[str, str]
) -> None:
    assert_in_order(documents[name], text_of(pages[name]))


@pytest.mark.parametrize("name", HANDOUTS)
def test_every_node_is_an_anchor_and_no_id_is_used_twice(
    name: str, documents: Mapping[str, doc.DocumentTree], pages: Mapping[str, str]
) -> None:
    ids = re.findall(r' id="([^"]+)"', pages[name])
    assert len(ids) == len(set(ids))
    nodes = walk(documents[name].children)
    assert {node.id for node in nodes if not isinstance(node, doc.Row | doc.Cell)} <= set(ids)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', pages[name])) <= set(ids)


def test_headings_are_those_of_the_document(
    documents: Mapping[str, doc.DocumentTree], pages: Mapping[str, str]
) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", pages["every-field"])]
    assert levels == [heading.level for heading in outline(documents["every-field"])]
    assert levels.count(1) == 1


def test_a_drawing_is_inline_with_its_styles_as_attributes(pages: Mapping[str, str]) -> None:
    page = pages["hostile"]
    assert page.count('<rect width="30" height="50" fill="#008080"') == 1
    assert page.count("<linearGradient") == page.count("<tspan") == 2
    for gone in ("made by a tool", "A name of its own", "example.org/tool", "<style>rect"):
        assert gone not in page
    assert ' style="' not in page


def test_a_photo_is_reduced_to_the_size_of_a_screen(pages: Mapping[str, str]) -> None:
    assert 'width="1000" height="667"' in pages["hostile"]
    assert len(pages["hostile"]) < 1_500_000


def test_an_unsafe_url_is_plain_text(
    documents: Mapping[str, doc.DocumentTree],
) -> None:
    document = documents["rtl"]
    link = Link((Plain("click"),), "javascript:alert(1)")
    heading = document.children[0]
    paragraph = doc.Paragraph(id="bad", origin=heading.origin, content=(link,))
    page = write(replace(document, children=(heading, paragraph)))
    assert 'id="bad"><span dir="ltr">click</span></p>' in page
    assert "javascript:" not in page


def test_an_address_is_encoded_once(pages: Mapping[str, str]) -> None:
    url = "https://example.org/%5B1%5D%7B2%7D%7C3/%C3%BCbung?x=100%25&amp;y=%41#part%23two"
    assert pages["hostile"].count(f'href="{url}"') == 2


def test_language_and_direction_are_those_of_the_document_and_its_parts(
    pages: Mapping[str, str],
) -> None:
    assert '<html lang="ur" dir="rtl">' in pages["rtl"]
    assert re.search(r'<li id="one.step.2"><span dir="ltr">Clamshell', pages["rtl"])
    assert "<h2><span" not in pages["rtl"]
    assert '<p id="stop.signs"><b><span lang="en" dir="ltr">Stop and call' in pages["rtl"]
    assert ' lang="en" id=' not in pages["every-field"]
    assert '<html lang="en-GB" dir="ltr">' in pages["every-field"]


def test_an_unreadable_picture_is_reported_with_its_line(tmp_path: Path) -> None:
    document = hostile(tmp_path)
    (tmp_path / "images" / "photo.jpg").write_bytes(b"not a picture")
    with pytest.raises(HandoutError) as raised:
        write(document)
    assert len(raised.value.problems) == 2
    assert all(problem.origin for problem in raised.value.problems)


def test_the_same_input_gives_the_same_bytes(
    documents: Mapping[str, doc.DocumentTree], pages: Mapping[str, str]
) -> None:
    assert write(documents["hostile"]) == pages["hostile"]


def test_pages_are_written_without_the_libraries_of_the_pdf(tmp_path: Path) -> None:
    import subprocess

    program = (
        "import sys; from handout.cli import main\n"
        "try: main(['build', 'it-band-pain', '-f', 'html'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('reportlab', 'resvg_py', 'svg2pdf_py', 'tinycss2', 'PIL')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["it-band-pain.html", "[]"]
