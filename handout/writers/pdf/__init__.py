"""Write documents as tagged, archival PDF; the same input always gives the same bytes.

Each file conforms to standards of accessibility and of archiving, see `conformance`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from handout.caches import Caches
from handout.document import DocumentTree
from handout.document.editions import (
    has_cross_references,
    in_detail,
    stop_box,
    with_dosages_first,
    with_logs,
    with_page_numbers,
    with_stop_sooner,
)
from handout.errors import Problems
from handout.font_packages import installed_folders
from handout.output import source_date
from handout.theme import Theme
from handout.writers.pdf.boxes import Page
from handout.writers.pdf.canvas import MarkedCanvas
from handout.writers.pdf.conformance import CONFORMANCES
from handout.writers.pdf.file import File
from handout.writers.pdf.metadata import write_metadata, write_viewer_preferences
from handout.writers.pdf.outline import write_jumps, write_outline
from handout.writers.pdf.pages import (
    Area,
    add_footers,
    draw_pages,
    drawn_areas,
    page_numbers,
    set_pages,
    stops_on_first_page,
)
from handout.writers.pdf.pagetree import write_pages
from handout.writers.pdf.sheets import impose_booklet, set_cards
from handout.writers.pdf.structure import build_structure
from handout.writers.pdf.structure_writer import write_structure
from handout.writers.pdf.text import FontBook, Typography, by_script
from handout.writers.pdf.typeset import Typesetter

_MOST_LAYOUTS: Final = 3
"""How often a document is laid out until its page numbers stay the same."""


class _Layout(Struct, frozen=True):
    """A document on its pages."""

    document: DocumentTree
    pages: list[Page]
    problems: Problems
    two_sided: bool = False
    """Whether every second page is the back of the one before it."""


class PdfWriter:
    """Writes documents with one theme, one set of fonts and one set of standards.

    What it caches from one document never changes a byte of the next.
    """

    def __init__(self, theme: Theme, fonts: tuple[Path, ...] = (), standard: str = "ua-1") -> None:
        """Take the theme of all documents, folders of further fonts, and a name of standards.

        Characters missing from the project's own fonts are looked up there, then in those that are
        installed.
        """
        self._theme = theme
        self._conformance = CONFORMANCES[standard]
        self._book = FontBook.of_project(*fonts, *installed_folders())
        self._caches = Caches()
        self._last: tuple[DocumentTree | None, tuple[_Layout, Theme] | None] = None, None
        self._written: tuple[DocumentTree, File, list[tuple[str, str]]] | None = None

    def write(self, document: DocumentTree, warnings: Problems | None = None) -> bytes:
        """Return a document as a PDF file, and add what should be changed to the warnings.

        Raises HandoutError if a picture cannot be read, a character is in no font or something does
        not fit on a page.
        """
        # First of all: ReportLab would fail for a wrong one.
        date = source_date()
        caches, conformance, language = self._caches, self._conformance, document.language
        source = document
        layout, theme = self._sheets(document)
        document, pages, problems = layout.document, layout.pages, layout.problems
        problems.raise_errors()
        canvas = MarkedCanvas(_sheet_size(theme), language)
        draw_pages(canvas, pages, document, problems)
        if warnings is not None:
            warnings.extend(problems.in_order())
        structure = build_structure(document, canvas.marks, conformance)
        trees = caches.memo("structure trees", 32, 8)
        elements = write_structure(structure, canvas, conformance, trees)
        self._written = source, canvas.file, write_pages(canvas, caches)
        write_outline(document, canvas, elements, conformance)
        write_jumps(canvas, elements, conformance)
        write_metadata(document, canvas.file, conformance, date)
        write_viewer_preferences(document, theme, canvas.file, two_sided=layout.two_sided)
        return canvas.file.serialize(conformance.version)

    def page_numbers(self, document: DocumentTree) -> dict[str, int]:
        """Return the page on which each node of a document starts, counting from 1.

        Problems are left to whoever writes the file. The sheets of cards have no page numbers.
        """
        if self._theme.cards:
            return {}
        return page_numbers(self._laid_out(*apply_edition(document, self._theme)).pages)

    def areas(self, document: DocumentTree) -> list[Area]:
        """Return where each node of a document is drawn, page by page.

        Right after the document was written, this takes no time. Problems are left to whoever
        writes the file.
        """
        layout, theme = self._sheets(document)
        return drawn_areas(layout.pages, layout.document, _sheet_size(theme))

    def page_digests(self, document: DocumentTree) -> list[str]:
        """Return a hash of what each page of the file shows.

        Right after the document was written, this takes little time. Raises HandoutError like
        `write`.
        """
        if self._written is None or self._written[0] is not document:
            self.write(document)
        assert self._written  # noqa: S101 -- by now
        _, file, pages = self._written
        return file.digests(pages)

    def _sheets(self, document: DocumentTree) -> tuple[_Layout, Theme]:
        """Return a document on the pages of its file, and its theme; the last one is remembered."""
        known, result = self._last
        if known is not document or result is None:
            edited, theme = apply_edition(document, self._theme)
            layout = self._laid_out(edited, theme)
            if theme.folded:
                layout = replace(layout, pages=impose_booklet(layout.pages, theme.page[0]))
            result = layout, theme
            self._last = document, result
        return result

    def _laid_out(self, document: DocumentTree, theme: Theme) -> _Layout:
        """Return a document with its stop box where it fits, on its pages."""
        layout = self._numbered(document, theme)
        others = with_stop_sooner(document)
        while not stops_on_first_page(layout.document, layout.pages):
            if other := next(others, None):
                layout = self._numbered(other, theme)
                continue
            box = stop_box(document)
            hint = "use fewer or shorter signs, or a larger --paper"
            message = "not all of the signs to stop fit on the first page"
            layout.problems.warning(message, box.origin if box else None, hint)
            break
        problems = by_script(layout.problems)
        for path in self._book.damaged:
            hint = "install it anew, or take it out of its folder"
            problems.warning(f"the font file '{path}' is damaged and not used", None, hint)
        return replace(layout, problems=problems)

    def _numbered(self, document: DocumentTree, theme: Theme) -> _Layout:
        """Return a document with the page numbers of its cross-references, on its pages.

        The sheets of cards have no page numbers.
        """
        layout = self._layout(document, theme)
        if theme.cards or not has_cross_references(document):
            return layout
        numbers = dict[str, int]()
        for _ in range(_MOST_LAYOUTS):
            if numbers == (numbers := page_numbers(layout.pages)):
                break
            layout = self._layout(with_page_numbers(document, numbers), theme)
        return layout

    def _layout(self, document: DocumentTree, theme: Theme) -> _Layout:
        """Return a document on pages, and the problems found."""
        problems = Problems()
        memo = self._caches.memo("paragraphs", 800)
        typography = Typography(self._book, document.language, problems, memo)
        typesetter = Typesetter(theme, typography, document, problems, self._caches)
        if theme.cards:
            sheets = set_cards(document, theme, typesetter)
            return _Layout(document, sheets.pages, problems, sheets.two_sided)
        pages = set_pages(document, theme, typesetter)
        add_footers(pages, document, theme, typesetter)
        return _Layout(document, pages, problems)


def apply_edition(document: DocumentTree, theme: Theme) -> tuple[DocumentTree, Theme]:
    """Return the content of a document in an edition, and the theme in the accent of the clinic."""
    document = in_detail(document, theme.detail)
    if theme.dosage_first:
        document = with_dosages_first(document)
    if theme.cards:
        document = with_logs(document)
    return document, theme.with_accent(document.accent)


def _sheet_size(theme: Theme) -> tuple[float, float]:
    """Return the size of the PDF pages; a sheet of a booklet has two pages side by side."""
    width, height = theme.page
    return (2 * width, height) if theme.folded else (width, height)
