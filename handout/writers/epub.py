"""Write a document as an EPUB 3.3 publication with the metadata of EPUB Accessibility 1.1.

Its chapters consist of the same elements as the HTML file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from msgspec import Struct, field

from handout import document as doc
from handout.document.traversal import file_title, outline, walk
from handout.errors import Problems
from handout.faces import FontBook
from handout.font_packages import installed_folders
from handout.output import source_date
from handout.theme import Theme
from handout.version import __version__
from handout.writers.web.cover import draw_cover, render_cover
from handout.writers.web.direction import language_direction
from handout.writers.web.font_faces import font_face_rules
from handout.writers.web.markup import Tag, tag, write_xml
from handout.writers.web.page_breaks import page_break_id, page_starts, with_page_breaks
from handout.writers.web.renderer import NodeRenderer, data_url, table_of_contents
from handout.writers.web.stylesheet import book_stylesheet

_FOLDER: Final = "EPUB"
_XHTML: Final = "application/xhtml+xml"
_OPS: Final = "http://www.idpf.org/2007/ops"
_STYLE: Final = "style.css"
_NAV: Final = "contents.xhtml"
_COVER: Final = "cover.xhtml"
_COVER_IMAGE: Final = "cover.png"
_FIRST: Final = "front.xhtml"
_CONTAINER: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def write_epub(document: doc.DocumentTree, theme: Theme, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return the document as an EPUB file.

    Raises HandoutError for a picture that cannot be read.
    """
    from handout.writers.pdf import PdfWriter  # noqa: PLC0415 -- ReportLab takes 80 ms

    theme = theme.with_accent(document.accent)
    book = _Publication(document)
    problems = Problems()
    chapters = _chapters(document)
    href = _urls(chapters).__getitem__
    renderer = NodeRenderer(
        document, book.add_file, href, interactive=False, inline=False, problems=problems
    )
    rendered = [renderer.blocks(chapter.blocks) for chapter in chapters]
    picture = _first_picture(document, problems)
    problems.raise_errors()
    # Pixels may come from any font; only free ones are embedded.
    every = FontBook.of_project(*fonts, *installed_folders())
    drawn = draw_cover(document, theme, picture, every)
    png = render_cover(drawn, document.language, every)
    book.add(_COVER_IMAGE, "image/png", png, "cover-image")
    cover = tag("img", src=_COVER_IMAGE, alt=document.title)
    rendered[-1] += renderer.foot()
    pages = page_starts(document, rendered, PdfWriter(theme, fonts).page_numbers(document))
    if pages:
        book.page_source = f"{document.title} (PDF, {theme.name}, {theme.paper.name})"
    book.add_page(_COVER, document.furniture.cover, [tag("div", cover, class_="cover")])
    book.add_page(_NAV, document.furniture.contents, _navigation(renderer, pages), "nav")
    for chapter, tags in zip(chapters, rendered, strict=True):
        main = with_page_breaks(tag("main", *tags), pages)
        book.add_page(chapter.name, chapter.title or document.title, [*main])
    style = book_stylesheet(theme, language_direction(document.language))
    faces = FontBook.of_project(*fonts)
    rules = font_face_rules(book.markup, book.add_file, document.language, faces)
    book.add(_STYLE, "text/css", rules + style)
    return book.packed()


def _first_picture(document: doc.DocumentTree, problems: Problems) -> Tag | None:
    """Return the picture of the cover, with all of its data in it."""
    renderer = NodeRenderer(
        document, data_url, str, interactive=False, inline=True, problems=problems
    )
    # A letterhead shows the clinic, not what the handout is about.
    blocks = (block for block in document.children if not isinstance(block, doc.Letterhead))
    figures = (node for node in walk(blocks) if isinstance(node, doc.Figure))
    first = next(figures, None)
    return renderer.picture(first) if first else None


class _Chapter(Struct, frozen=True):
    """The content of one file of the spine."""

    name: str
    title: str
    blocks: Sequence[doc.Block]


def _chapters(document: doc.DocumentTree) -> list[_Chapter]:
    """Return a chapter with all before the first section, then a chapter for each section.

    Blocks between two sections belong to the chapter before them.
    """
    blocks = document.children
    starts = [n for n, block in enumerate(blocks) if isinstance(block, doc.Section)]
    bounds = [0, *starts, len(blocks)]
    chapters = []
    for start, end in pairwise(bounds):
        part = blocks[start:end]
        name = f"{part[0].id}.xhtml" if start else _FIRST
        headings = (block for block in walk(part) if isinstance(block, doc.Heading))
        title = next((file_title(document, heading).words for heading in headings), "")
        chapters.append(_Chapter(name, title, part))
    return chapters


def _urls(chapters: Sequence[_Chapter]) -> dict[str, str]:
    """Return the URL of each node by its id."""
    return {
        block.id: f"{chapter.name}#{block.id}"
        for chapter in chapters
        for block in walk(tuple(chapter.blocks))
    }


def _navigation(renderer: NodeRenderer, pages: Mapping[str, int]) -> list[Tag]:
    """Return the table of contents, the landmarks and the list of pages (EPUB 3.3, 5.4)."""
    document, label = renderer.document, renderer.labels.label
    furniture = document.furniture
    links = table_of_contents(outline(document), renderer.href)
    toc = tag("nav", tag("h1", label(furniture.contents)), links, id="toc", role="doc-toc")
    targets = [
        ("cover", _COVER, label(furniture.cover)),
        ("toc", f"{_NAV}#toc", label(furniture.contents)),
        ("bodymatter", _FIRST, document.title),
    ]
    items = [
        tag("li", Tag("a", {"epub:type": kind, "href": href}, (text,)))
        for kind, href, text in targets
    ]
    landmarks = Tag("nav", {"epub:type": "landmarks", "hidden": ""}, (tag("ol", *items),))
    navigation = [Tag("nav", {"epub:type": "toc", **toc.attributes}, toc.children), landmarks]
    if pages:
        files = ((number, renderer.href(node).partition("#")[0]) for node, number in pages.items())
        breaks = [tag("a", str(n), href=f"{file}#{page_break_id(n)}") for n, file in files]
        listed = tag("ol", *(tag("li", link) for link in breaks))
        attributes = {"epub:type": "page-list", "role": "doc-pagelist", "hidden": ""}
        navigation.append(Tag("nav", attributes, (listed,)))
    return navigation


class _File(Struct):
    name: str
    media_type: str
    data: bytes
    properties: str


class _Publication(Struct):
    """The files of a book and the package document that lists them."""

    document: doc.DocumentTree
    page_source: str = ""
    """What its list of pages numbers."""
    files: list[_File] = field(default_factory=list)

    def add(self, name: str, media_type: str, data: str | bytes, properties: str = "") -> None:
        """Add a file."""
        data = data.encode() if isinstance(data, str) else data
        self.files.append(_File(name, media_type, data, properties))

    @property
    def markup(self) -> str:
        """The markup of all pages."""
        return "".join(file.data.decode() for file in self.files if file.media_type == _XHTML)

    def add_file(self, data: bytes, media_type: str) -> str:
        """Add a picture or font once, named by a hash of its content; return its URL."""
        kind, _, ending = media_type.partition("+")[0].partition("/")
        name = f"{kind}/{sha256(data).hexdigest()[:16]}.{ending}"
        if all(file.name != name for file in self.files):
            self.add(name, media_type, data)
        return name

    def add_page(self, name: str, title: str, body: Sequence[Tag | str], kind: str = "") -> None:
        """Add a page to the spine."""
        language = self.document.language
        head = tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("title", title),
            tag("link", rel="stylesheet", type="text/css", href=_STYLE),
        )
        attributes = {
            "xmlns": "http://www.w3.org/1999/xhtml",
            "xmlns:epub": _OPS,
            "lang": language,
            "xml:lang": language,
            "dir": language_direction(language),
        }
        page = _xml(Tag("html", attributes, (head, tag("body", *body))), "<!DOCTYPE html>\n")
        self.add(name, _XHTML, page, kind)

    def packed(self) -> bytes:
        """Return the book as a ZIP file; equal files give equal bytes."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            # First and uncompressed, so that the file type can be recognised (OCF 4.3.2).
            _store(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
            _store(archive, "META-INF/container.xml", _CONTAINER.encode())
            _store(archive, f"{_FOLDER}/package.opf", self._package().encode())
            for file in self.files:
                _store(archive, f"{_FOLDER}/{file.name}", file.data)
        return packed.getvalue()

    def _package(self) -> str:
        """Return the package document (EPUB 3.3, 5)."""
        language = self.document.language
        ids = {file.name: f"file.{number}" for number, file in enumerate(self.files, 1)}
        items = [
            tag(
                "item",
                id=ids[file.name],
                href=file.name,
                media_type=file.media_type,
                properties=file.properties or None,
            )
            for file in self.files
        ]
        spine = [
            tag("itemref", idref=ids[file.name]) for file in self.files if file.media_type == _XHTML
        ]
        # For reading systems of EPUB 2, which do not know properties.
        cover = tag("meta", name="cover", content=ids[_COVER_IMAGE])
        direction = language_direction(language)
        attributes = {
            "xmlns": "http://www.idpf.org/2007/opf",
            "version": "3.0",
            "unique-identifier": "identifier",
            "xml:lang": language,
            "dir": direction,
        }
        children = (
            Tag(
                "metadata",
                {"xmlns:dc": "http://purl.org/dc/elements/1.1/"},
                (*_metadata(self.document, self._identifier(), self.page_source), cover),
            ),
            tag("manifest", *items),
            Tag("spine", {"page-progression-direction": direction}, tuple(spine)),
        )
        return _xml(Tag("package", attributes, children))

    def _identifier(self) -> str:
        """Return an identifier that depends on the content alone."""
        digest = sha256()
        for file in self.files:
            digest.update(file.name.encode() + b"\0" + sha256(file.data).digest())
        return f"urn:uuid:{uuid5(NAMESPACE_OID, digest.hexdigest())}"


def _metadata(document: doc.DocumentTree, identifier: str, page_source: str) -> Iterator[Tag]:
    yield tag("dc:identifier", identifier, id="identifier")
    yield tag("dc:title", document.title)
    yield tag("dc:language", document.language)
    if document.author:
        yield tag("dc:creator", document.author)
    if page_source:
        yield tag("dc:source", page_source, id="pages")
        yield tag("meta", "pagination", property="source-of", refines="#pages")
        yield tag("meta", page_source, property="pageBreakSource")
        for feature in ("pageNavigation", "pageBreakMarkers"):
            yield tag("meta", feature, property="schema:accessibilityFeature")
    for name, text in (
        ("dcterms:modified", f"{_modification_time():%Y-%m-%dT%H:%M:%SZ}"),
        *_access(document),
    ):
        yield tag("meta", text, property=name)
    conforms = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    yield tag("meta", conforms, property="dcterms:conformsTo", id="conformance")
    # The certifier is the program, whose tests check it (EPUB Accessibility 1.1, 4.3).
    program = f"exercise-handout {__version__}"
    yield tag("meta", program, property="a11y:certifiedBy", refines="#conformance")


def _access(document: doc.DocumentTree) -> Iterator[tuple[str, str]]:
    """Yield the accessibility metadata (EPUB Accessibility 1.1, 2.2)."""
    blocks = walk(document.children)
    drawn = any(isinstance(block, doc.Figure) for block in blocks)
    modes = ["textual", "visual"] if drawn else ["textual"]
    features = [
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        "displayTransformability",
    ]
    for mode in modes:
        yield "schema:accessMode", mode
    # Every picture has an alternative text.
    yield "schema:accessModeSufficient", "textual"
    if drawn:
        yield "schema:accessModeSufficient", "textual,visual"
        features.append("alternativeText")
    for feature in features:
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none"
    yield "schema:accessibilitySummary", document.furniture.access


def _modification_time() -> datetime:
    """Return a time that is the same for every build.

    A package must state when it was modified (EPUB 3.3, 5.5.5).
    """
    return source_date() or datetime.fromtimestamp(0, UTC)


def _store(
    archive: zipfile.ZipFile, name: str, data: bytes, compression: int = zipfile.ZIP_DEFLATED
) -> None:
    # Without a time, a ZipInfo is dated 1980-01-01.
    info = zipfile.ZipInfo(name)
    # The same permissions on every system.
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, data, compression)


def _xml(root: Tag, doctype: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{write_xml(root)}'
