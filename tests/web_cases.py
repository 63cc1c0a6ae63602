"""Test handouts for HTML and EPUB: every field, hostile text, right-to-left text."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from msgspec.structs import replace
from pdf_facts import compose
from PIL import Image

from handout import document as doc
from handout.colour import Colour
from handout.errors import Origin
from handout.inline import Plain

CONTENT = Path(__file__).parent / "content"
HANDOUTS = ("it-band-pain", "every-field", "hostile", "rtl", "personal")

HOSTILE = (
    "<script>window.caught = 1</script>",
    "</style><style>body { display: none }",
    "</title></textarea><img src=x onerror='window.caught = 2'>",
    '" onmouseover="window.caught = 3" x=\'',
    "[click](javascript:window.caught=4)",
    "[click](data:text/html,<script>window.caught=5</script>)",
    "&lt;b&gt; & &amp; ]]> <!-- --> <![CDATA[ {{ }} ${1}",
)
"""Text that must be shown and never executed."""

ADDRESS = "https://example.org/[1]{2}|3/übung?x=100%&y=%41#part#two"
"""An address that is no URL until it is encoded."""

_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:tool="http://example.org/tool" viewBox="0 0 60 40" version="1.1" id="all" data-name="x">
<title>A name of its own</title><metadata>made by a tool</metadata><tool:grid/>
<defs><linearGradient id="blend"><stop offset="0" style="stop-color:#a00;stop-opacity:0.5"/>
</linearGradient><path id="shape" d="M0 0h10v10z"/></defs>
<rect width="60" height="40" style="fill:url(#blend); -tool-x: 1" tool:label="rectangle"/>
<use xlink:href="#shape"/><text x="5" y="20">A <tspan>word</tspan> in it</text></svg>
"""
_STYLED = """\
<svg xmlns="http://www.w3.org/2000/svg" width="30" height="50">
<style>rect { fill: teal } p { display: none }
@media (prefers-color-scheme: dark) { rect { fill: white } }</style>
<rect width="30" height="50"/></svg>
"""


def handouts(folder: Path) -> dict[str, doc.DocumentTree]:
    """Compose all test handouts."""
    documents = (
        compose("it-band-pain"),
        compose("every-field", CONTENT),
        hostile(folder / "hostile"),
        right_to_left(folder / "rtl"),
        personal(folder / "personal"),
    )
    return dict(zip(HANDOUTS, documents, strict=True))


def changed_book(book: bytes, name: str, pattern: str, by: str) -> bytes:
    """Return a book with one of its files changed."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == f"EPUB/{name}":
                text, count = re.subn(pattern, by, data.decode(), flags=re.DOTALL)
                assert count
                data = text.encode()
            new.writestr(info, data, info.compress_type)
    return changed.getvalue()


def hostile(folder: Path) -> doc.DocumentTree:
    """Compose a handout whose texts and pictures all try to inject code."""
    words = " ".join(HOSTILE)
    entry = {
        "name": words,
        "summary": words,
        "start": words,
        "steps": [words],
        "why": words,
        "mistakes": list(HOSTILE),
        "equipment": [words],
        "dosage": {"sets": "2", "load": words},
        "pictures": [
            {"image": "images/photo.jpg", "alt": words, "caption": words},
            {"image": "images/drawing.svg", "alt": words, "caption": words},
            {"image": "images/copy.svg", "alt": words},
            {"image": "images/styled.svg", "alt": words},
            {"image": "images/photo.jpg", "alt": words},
        ],
        "source": {"title": words, "author": words, "licence": words, "url": ADDRESS},
        "video": ADDRESS,
    }
    handout = {
        "title": words,
        "subtitle": words,
        "intro": words,
        "sections": [{"heading": words, "intro": words, "entries": ["90-90-stretch", "clamshell"]}],
        "stop_if": list(HOSTILE),
        "tip": {"heading": words, "text": words},
        "author": {"name": words, "bio": words},
        "log": {"weeks": 2, "by": "entry", "columns": ["pain", "effort"]},
    }
    _write(folder, "exercises/90-90-stretch", entry)
    _write(folder, "handouts/hostile", handout)
    images = folder / "images"
    images.mkdir()
    for name, text in (("drawing", _DRAWING), ("copy", _DRAWING), ("styled", _STYLED)):
        (images / f"{name}.svg").write_text(text, "utf-8")
    noise = Image.effect_noise((3000, 2000), 80).convert("RGB")
    noise.save(images / "photo.jpg", quality=95)
    return compose("hostile", folder)


def right_to_left(folder: Path) -> doc.DocumentTree:
    """Compose a handout in the letters of Arabic, in a language without a catalogue."""
    entry = {
        "name": "تمرين المحارة",
        "steps": ["ارفع ركبتك.", "Clamshell"],
        "dosage": {"sets": "2"},
    }
    sections = [{"heading": "تمارين", "entries": ["one", "two"]}]
    handout = {"title": "تمارين للركبة", "language": "ur", "sections": sections, "stop_if": ["ألم"]}
    _write(folder, "exercises/one", entry)
    _write(folder, "exercises/two", {"name": "Quad set", "steps": ["شد الفخذ."]})
    _write(folder, "handouts/rtl", handout)
    return compose("rtl", folder)


def two_languages(folder: Path) -> doc.DocumentTree:
    """Compose a handout in Catalan with one entry in Arabic; the labels are in English."""
    entries = {
        "es": {"name": "Sentadilla", "steps": ["Doble las rodillas."]},
        "ar": {"name": "تمرين", "language": "ar", "steps": ["اثن ركبتك."], "why": "نعم"},
    }
    for name, entry in entries.items():
        _write(folder, f"exercises/{name}", {**entry, "dosage": {"sets": "2"}})
    handout = {"title": "Su rodilla", "language": "ca", "sections": [{"entries": [*entries]}]}
    _write(folder, "handouts/two", {**handout, "stop_if": ["dolor", "fiebre"]})
    return compose("two", folder)


def personal(folder: Path) -> doc.DocumentTree:
    """Compose a handout for one patient, with a letterhead, blanks and changes."""
    sections = [{"entries": ["clamshell", "chin-tuck", {"use": "wall-sit", "dosage": ""}]}]
    handout = {"title": "For your neck and hip", "sections": sections, "log": {"weeks": 4}}
    _write(folder, "handouts/personal", handout)
    (folder / "images").mkdir()
    (folder / "images" / "logo.svg").write_text(_STYLED, "utf-8")
    document = compose("personal", folder)
    place = document.children[0].origin
    blocks = (_letterhead(folder, place), *document.children[:1], _visit(place))
    changed = tuple(_changed(block) for block in document.children[1:])
    foot = "Call us on 555 0100 if you are not sure."
    accent = Colour.parse("#6A2C70")
    return replace(
        document, accent=accent, foot=foot, patient="Ann Smith", children=(*blocks, *changed)
    )


def _letterhead(folder: Path, place: Origin) -> doc.Letterhead:
    logo = doc.Figure(
        id="letterhead.logo",
        origin=place,
        picture=doc.Image(folder / "images" / "logo.svg"),
        alt="Logo of Hill Road Clinic",
        caption=(),
    )
    lines = ("12 Hill Road", "555 0100")
    items = tuple(
        doc.Item(id=f"letterhead.{number}", origin=place, content=(Plain(line),))
        for number, line in enumerate(lines, 1)
    )
    name = (Plain("Hill Road Clinic"),)
    return doc.Letterhead(id="letterhead", origin=place, logo=logo, name=name, lines=items)


def _visit(place: Origin) -> doc.Facts:
    values = {"Name": (), "Date": (Plain("2 March 2026"),), "Next visit": ()}
    items = tuple(
        doc.Fact(id=f"visit.{number}", origin=place, label=label, value=value)
        for number, (label, value) in enumerate(values.items(), 1)
    )
    return doc.Facts(id="visit", origin=place, items=items, form=True)


def _changed(block: doc.Block) -> doc.Block:
    """Return a block with all entries and their parts marked as changed for a patient."""
    match block:
        case doc.Section():
            return replace(block, children=tuple(map(_changed, block.children)))
        case doc.Entry():
            children = (replace(child, changed=True) for child in block.children)
            return replace(block, changed=True, children=tuple(children))
        case doc.Table(kind=doc.TableKind.GLANCE):
            head, *rows = block.rows
            return replace(block, rows=(head, *(replace(row, changed=True) for row in rows)))
        case _:
            return block


def _write(folder: Path, name: str, value: object) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is also YAML.
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
