"""What must hold for any input of each reader, however damaged or hostile.

A target takes bytes, and raises an error if a property does not hold. `run.py` searches for such
bytes; `test_targets.py` tries the corpus and inputs like it in every run of the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar
from zipfile import ZipFile

from lxml import etree
from PIL import Image

from handout.batching.table import known_columns, read_table
from handout.decoding import read_record
from handout.dosage import Dose
from handout.errors import HandoutError, Origin, Problem, Problems
from handout.images import Photo, PixelLimits, load_picture
from handout.inline import (
    Inline,
    Link,
    Plain,
    encoded_url,
    is_safe_url,
    paragraphs,
    read_inline,
)
from handout.located import Field, Mapping, Node, Sequence, Text
from handout.svg_file import read_svg
from handout.wording import Wording
from handout.wording.dosages import render_dose
from handout.yaml_parser import parse_yaml

_Value = TypeVar("_Value")

HERE: Final = Origin("input", 1, 1)
_LINE_END: Final = "\r\n|[\r\n]"
_YAML_LINE_END: Final = "\r\n|[\r\n\x85\u2028\u2029]"
"""YAML 1.1, 5.4."""


def fuzz_yaml(data: bytes) -> None:
    """Every character of a file is in the tree, or is syntax, or a problem tells of it."""
    problems = Problems()
    tree = parse_yaml(data, "input", problems)
    text = data.decode("utf-8-sig", "replace")
    assert_inside(problems.in_order(), text, _YAML_LINE_END)
    assert tree or problems.has_errors
    if tree is None or problems.has_errors or ("\\" in text and '"' in text):
        return
    found = _letters("".join(_texts(tree)), _YAML_SIGNS)
    if "&" not in text and not re.search("^%", text, re.MULTILINE):
        assert _is_within(found, _letters(text, _YAML_SIGNS)), "the tree has what the file has not"
    if not any("is a comment" in problem.message for problem in problems.in_order()):
        lines = re.sub(_YAML_LINE_END, "\n", text)
        kept = _letters(_MAY_BE_DROPPED.sub("", lines), _YAML_SIGNS)
        assert _is_within(kept, found), "the tree has not what the file has"


_YAML_SIGNS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`.\ufeff")
_MAY_BE_DROPPED: Final = re.compile(
    r"(?:^[ \t]*|[|>][-+0-9]*[ \t]*|[ \t]{2,}|(?<=[0-9:\-\[\]{},\"'|>+?])[ \t])#[^\n]*"
    r"|[&*][^\s,\[\]{}]+|[|>][-+0-9]+|^%.*",
    re.MULTILINE,
)
"""Comments where nobody writes a text, names of anchors, the indentation of blocks, directives."""


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Text(value):
            yield value
        case Sequence(items):
            for item in items:
                yield from _texts(item)
        case Mapping(fields):
            for field in fields.values():
                yield from _texts(field.key)
                yield from _texts(field.value)


def fuzz_inline(data: bytes) -> None:
    """Every character of a text is in its nodes, except pairs of marks around words."""
    text = data.decode("utf-8", "ignore")
    nodes = read_inline(text)
    assert _letters("".join(_spelt(nodes)), _MARKS) == _letters(text, _MARKS)
    spelt = "".join(_spelt(nodes))
    assert (text.count("*") - spelt.count("*")) % 2 == 0
    assert _letters("".join(paragraphs(text))) == _letters(text)
    for link in filter(None, (node.url for node in _links(nodes))):
        assert is_safe_url(link)
        encoded = encoded_url(link)
        assert encoded.isascii()
        assert encoded_url(encoded) == encoded


_MARKS: Final = frozenset("*[]()")


def _spelt(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Plain):
            assert node.text
            yield node.text
        else:
            yield from _spelt(node.children)
            yield node.url if isinstance(node, Link) else ""


def _links(nodes: Iterable[Inline]) -> Iterator[Link]:
    for node in nodes:
        if isinstance(node, Link):
            yield node
        elif not isinstance(node, Plain):
            yield from _links(node.children)


def fuzz_dosage(data: bytes) -> None:
    """A dosage that is read can be written and read again, and its words say its numbers."""
    key = _DOSAGE[data[0] % len(_DOSAGE)] if data else "reps"
    text = data[1:].decode("utf-8", "ignore")
    dosage, problems = _dosage(key, text)
    assert_inside(problems.in_order(), text)
    name = "repetitions" if key == "reps" else key
    value = getattr(dosage, name, None)
    if value is None:
        assert problems.has_errors or not text.strip()
        return
    assert dosage
    again, _ = _dosage(key, str(value))
    assert again
    assert getattr(again, name) == value
    words = " ".join(render_dose(dosage, Wording.for_language("en"))).casefold()
    assert words
    numbers = set(map(int, re.findall("[0-9]+", text)))
    said = {int(number.replace(",", "")) for number in re.findall(r"[0-9]+(?:,[0-9]{3})*", words)}
    said |= {number for number, word in ((1, "once"), (2, "twice")) if word in words}
    if key in {"sets", "reps", "per_day", "weeks"}:
        assert numbers <= said, words


_DOSAGE: Final = (
    *("sets", "reps", "hold", "duration", "distance", "pause", "rest", "side", "tempo"),
    *("per_day", "frequency", "weeks", "load", "intensity", "pace", "limit"),
)


def _dosage(key: str, text: str) -> tuple[Dose | None, Problems]:
    problems = Problems()
    fields = {key: Field(Text(key, HERE), Text(text, HERE))}
    return read_record(Dose, Mapping(fields, HERE), problems), problems


def fuzz_table(data: bytes) -> None:
    """Every character of a table is in a cell of its own row, or a problem tells of it."""
    jobs, problems = _jobs(data)
    text = data.decode("utf-8-sig", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:
        return
    # In a code page, a byte is a character.
    assert_inside(problems, data.decode("latin-1") if "\ufffd" in text else text)
    if problems:
        return
    cells = _letters("".join(cell for job in jobs for cell in job), _TABLE_SIGNS)
    written = _letters(text, _TABLE_SIGNS)
    assert written.endswith(cells)
    head = written[: len(written) - len(cells)].casefold()
    assert _HEAD.fullmatch(head), f"not in a cell: {head}"


_TABLE_SIGNS: Final = frozenset(',;"')
_ENTRIES: Final = ("bridge", "clamshell")
_TARGETS: Final = ("knee", "hip-2")
_HEAD: Final = re.compile(
    f"(?:sep=.?)?(?:{'|'.join(map(re.escape, known_columns(_ENTRIES)))})*".casefold()
)


def _jobs(data: bytes) -> tuple[list[list[str]], list[Problem]]:
    """Return the cells of each row of a table, and all problems."""
    jobs, problems = _tried(lambda: list(read_table("input", data, _ENTRIES, _TARGETS)))
    if jobs is None:
        return [], problems
    problems = [problem for job in jobs for problem in job.problems]
    return [list(job.cells.values()) for job in jobs], problems


def fuzz_sheet(data: bytes) -> None:
    """The sheet of a spreadsheet is read, or a problem tells that it cannot be."""
    xml, archive = data[1:], BytesIO()
    with ZipFile(archive, "w") as file:
        if data[:1] < b"\x80":
            for name, content in _XLSX.items():
                file.writestr(name, content)
            file.writestr("xl/worksheets/sheet1.xml", xml)
        else:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            file.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
            file.writestr("content.xml", xml)
    jobs, problems = _jobs(archive.getvalue())
    assert jobs or problems
    assert all(problem.origin for problem in problems)
    if not problems and data[:1] >= b"\x80":
        cells = _letters("".join(cell for job in jobs for cell in job))
        for text in _ods_texts(xml):
            assert _letters(text) in cells or text.strip().casefold() in known_columns(_ENTRIES)


def _ods_texts(xml: bytes) -> Iterator[str]:
    """Yield the paragraphs of all cells of the first table."""
    namespaces = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "table", "text")
    }
    (first,) = etree.fromstring(xml).xpath("(//table:table)[1]", namespaces=namespaces)
    is_text = "not(@office:value-type) or @office:value-type='string'"
    path = f".//table:table-row/table:table-cell[{is_text}]/text:p"
    for paragraph in first.xpath(path, namespaces=namespaces):
        yield "".join(paragraph.itertext())


_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XLSX: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_ML}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_ML}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
"""What a workbook has around its only sheet."""
_ODS_MANIFEST: Final = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/"'
    ' m:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


def fuzz_svg(data: bytes) -> None:
    """A drawing is refused with its place, or becomes a file that reads as the same drawing."""
    drawing, problems = _tried(lambda: read_svg(data, "input"))
    assert_inside(problems, data.decode("utf-8", "replace"))
    if drawing is None:
        return
    etree.fromstring(drawing.data)
    assert drawing.width > 0
    assert drawing.height > 0
    again = read_svg(drawing.data, "input")
    # A second svg element around the first takes over its initial values.
    assert isclose(again.width, drawing.width, rel_tol=1e-5)
    assert isclose(again.height, drawing.height, rel_tol=1e-5)
    assert read_svg(again.data, "input").data == again.data
    _load(data, "drawing.svg")


def fuzz_photo(data: bytes) -> None:
    """A picture is refused, or becomes one of the size that it says, without metadata."""
    photo = _load(data, "photo.jpg")
    if not isinstance(photo, Photo):
        return
    with Image.open(BytesIO(photo.data), formats=("JPEG", "PNG")) as image:
        image.load()
        assert image.size == (photo.width, photo.height)
        assert image.mode in {"L", "RGB"}
        assert not set(image.info) & {"exif", "xmp", "comment", "photoshop"}
        assert not image.getexif()


def _load(data: bytes, name: str) -> object:
    path = Path(_FOLDER.name, name)
    path.write_bytes(data)
    picture, problems = _tried(lambda: load_picture(path, HERE, PixelLimits.on_screen(64)))
    assert all(problem.origin for problem in problems)
    return picture


_FOLDER: Final = TemporaryDirectory(prefix="handout-fuzz-")

TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "yaml": fuzz_yaml,
    "inline": fuzz_inline,
    "dosage": fuzz_dosage,
    "table": fuzz_table,
    "sheet": fuzz_sheet,
    "svg": fuzz_svg,
    "photo": fuzz_photo,
}


def assert_inside(problems: Iterable[Problem], text: str, line_end: str = _LINE_END) -> None:
    """Assert that each problem is at a place of a text, or on the line behind its end."""
    lines = [*re.split(line_end, text), ""]
    for problem in problems:
        assert problem.origin, problem
        assert problem.origin.file == "input", problem
        assert 1 <= problem.origin.line <= len(lines), problem
        assert 1 <= problem.origin.column <= len(lines[problem.origin.line - 1]) + 1, problem


def _tried(read: Callable[[], _Value]) -> tuple[_Value | None, list[Problem]]:
    """Return what a reader returns, or None and the problems that it raises."""
    problems: list[Problem] = []
    try:
        return read(), problems
    except HandoutError as error:
        problems += error.problems
    assert problems
    return None, problems


def _letters(text: str, without: frozenset[str] = frozenset()) -> str:
    """Return a text without white space and without some signs."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in without)


def _is_within(part: str, whole: str) -> bool:
    """Return whether a text is another one from which characters are missing."""
    rest = iter(whole)
    return all(sign in rest for sign in part)
