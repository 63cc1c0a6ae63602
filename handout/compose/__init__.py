"""Compose documents: the only place that decides what a handout contains, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Final

from msgspec.structs import replace

from handout import document as doc
from handout import model
from handout.caches import Caches
from handout.clinic import Clinic
from handout.compose.builder import HandoutBuilder
from handout.compose.catalogue import catalogue_blocks
from handout.compose.parts import part_memo
from handout.compose.pictures import PictureFinder
from handout.compose.tables import LOG_SESSIONS, most_sessions
from handout.compose.texts import inline
from handout.compose.visit import name_on_pages
from handout.content_files import PROGRAMS, Located
from handout.content_store import ContentStore, read_program
from handout.dosage import Dosage
from handout.dosage_changes import changed_dosage
from handout.errors import Problems
from handout.home_program import HomeProgram, around_handout
from handout.inline import plain_text
from handout.languages import same_language
from handout.located import Mapping, Text
from handout.search import entry_words
from handout.tailoring import tailor_handout
from handout.wording import Wording


class Composer:
    """Composes many handouts from one content store.

    Parts that they have in common are identical nodes. The words around the content are in the
    language of each handout, unless a wording is given.
    """

    def __init__(self, store: ContentStore, caches: Caches) -> None:
        self._store = store
        self._memo = part_memo(caches)

    def target(
        self,
        located: Located,
        problems: Problems,
        personal: Mapping | None = None,
        clinic: Clinic | None = None,
        wording: Wording | None = None,
    ) -> doc.DocumentTree | None:
        """Return the document of a handout or program, with personal fields put over it."""
        if located.folder == PROGRAMS:
            program = self._store.program(located, problems, personal)
            return self.program(program, problems, clinic, wording) if program else None
        handout = self._store.handout(located, problems)
        if handout is None or personal is None:
            return self.handout(handout, problems, None, clinic, wording) if handout else None
        program = self._store.program(located, problems, personal)
        return self.handout(handout, problems, program, clinic, wording) if program else None

    def file(
        self,
        data: bytes,
        name: str,
        problems: Problems,
        personal: Mapping | None = None,
        clinic: Clinic | None = None,
    ) -> doc.DocumentTree | None:
        """Return the document of a handout or program from the bytes of its YAML file.

        Problems have their places in a file of some name.
        """
        from handout.yaml_parser import parse_yaml  # noqa: PLC0415 -- files of the library are cached

        fields = parse_yaml(data, name, problems)
        if fields is None:
            return None
        if "handout" not in fields.fields:
            if personal is None:
                handout = self._store.handout_in_place(fields, name, problems)
                return self.handout(handout, problems, None, clinic) if handout else None
            fields = around_handout(fields)
        if personal:
            fields = fields.overlaid(personal, partial(changed_dosage, problems=problems))
        program = read_program(fields, name, problems)
        return self.program(program, problems, clinic) if program else None

    def program(
        self,
        program: HomeProgram,
        problems: Problems,
        clinic: Clinic | None = None,
        wording: Wording | None = None,
    ) -> doc.DocumentTree | None:
        """Return the document of a program, or None if something that it names is not found.

        What was changed for the patient is marked as changed.
        """
        handout = self._store.used_handout(program, problems)
        return self.handout(handout, problems, program, clinic, wording) if handout else None

    def handout(
        self,
        handout: model.Handout,
        problems: Problems,
        program: HomeProgram | None = None,
        clinic: Clinic | None = None,
        wording: Wording | None = None,
    ) -> doc.DocumentTree | None:
        """Return the document of a handout, changed as a program says if there is one.

        Returns None if an entry or picture is not found. Every problem is noted, those of the
        entries too.
        """
        _warn_repeats(handout, problems)
        own = Problems()
        if program:
            handout = tailor_handout(handout, program, own)
        _check_weeks(handout, own)
        _warn_needless(handout, own)
        problems.extend(own.in_order())
        if wording is None:
            wording = Wording.for_language(str(handout.language))
            _warn_other_words(handout, wording, problems)
        wording = wording.with_labels(clinic.labels.words) if clinic else wording
        cast = str(handout.cast or (clinic and clinic.cast) or "")
        builder = HandoutBuilder(
            self._store,
            problems,
            wording,
            self._memo,
            PictureFinder(self._store.pictures, problems, cast),
            fillable=True,
            found=not own.has_errors,
        )
        children = builder.handout(handout, program, clinic)
        if builder.complete:
            _warn_full_log(handout, builder.dosages, problems)
        tree = _document(
            builder,
            # Even for a program: the patient's name must not be in the file's metadata.
            handout.title,
            children,
            language=str(handout.language),
            author=handout.author.name if handout.author else None,
            clinic=clinic,
            card_logs=builder.card_logs(handout),
        )
        return replace(tree, patient=name_on_pages(program)) if tree else None


def compose_clinic(
    clinic: Clinic, store: ContentStore, problems: Problems
) -> doc.DocumentTree | None:
    """Return a letterhead as a document of its own, or None if its logo is not found."""
    builder = _single_builder(store, problems)
    return _document(builder, clinic.name, builder.letterhead(clinic), clinic=clinic)


def compose_entry(
    entry: model.Entry, store: ContentStore, problems: Problems
) -> doc.DocumentTree | None:
    """Return one entry as a document of its own, or None if a picture is not found."""
    language = str(entry.language or "en")
    builder = _single_builder(store, problems, language)
    node = builder.entry(entry, level=1)
    builder.warn_untranslated()
    return _document(builder, entry.name, (node,), language=language)


def compose_catalogue(
    entries: Iterable[model.Entry], store: ContentStore, problems: Problems
) -> doc.DocumentTree | None:
    """Return the catalogue of some entries, or None if there are none or a picture is not found."""
    builder = _single_builder(store, problems)
    wording = builder.wording
    found = [*entries]
    shown = [
        (entry.id, str(entry.regions[0]) if entry.regions else "", builder.entry(entry, level=3))
        for entry in found
    ]
    if not shown:
        return None
    blocks = catalogue_blocks(shown, wording)
    title = Text(wording.text("catalogue"), blocks[0].origin)
    tree = _document(builder, title, blocks)
    found_by = {
        f"{entry.id}.{part}": tuple(sorted(entry_words(entry)))
        for entry in found
        for part in ("picture", "name")
    }
    return tree and replace(tree, found_by=found_by)


def _single_builder(
    store: ContentStore, problems: Problems, language: str = "en"
) -> HandoutBuilder:
    """Return the builder of a clinic or an entry, which are in no handout."""
    wording = Wording.for_language(language)
    pictures = PictureFinder(store.pictures, problems)
    return HandoutBuilder(store, problems, wording, part_memo(Caches()), pictures, fillable=False)


def _document(
    builder: HandoutBuilder,
    title: Text,
    children: tuple[doc.Block, ...],
    *,
    language: str = "",
    author: Text | None = None,
    clinic: Clinic | None = None,
    card_logs: tuple[doc.Log, ...] = (),
) -> doc.DocumentTree | None:
    """Return the document of some blocks, or None if the builder has not found all of them."""
    if not builder.complete:
        return None
    words, own_language = builder.wording.text, builder.wording.language
    return doc.DocumentTree(
        title=plain_text(inline(title)),
        language=language or own_language,
        author=plain_text(inline(author)) if author else "",
        folio=words("folio", page="{page}", pages="{pages}"),
        label_language=own_language,
        accent=clinic.colour.value if clinic and clinic.colour else None,
        foot=plain_text(inline(clinic.footer)) if clinic and clinic.footer else "",
        card_logs=card_logs,
        furniture=doc.Furniture(
            label_pattern=words("label", label="{label}"),
            part_pattern=words("part", name="{name}", part="{part}", parts="{parts}"),
            digits="".join(words("number", number=digit) for digit in range(10)),
            **{name: words(f"screen.{name}") for name in _SCREEN_WORDS},
        ),
        children=children,
    )


_SCREEN_WORDS: Final = (
    "find",
    "skip",
    "contents",
    "cover",
    "kept",
    "clear",
    "clear_sure",
    "blank",
    "changed",
    "access",
)


def _warn_repeats(handout: model.Handout, problems: Problems) -> None:
    uses = Counter[tuple[str, str]]()
    for section in handout.sections:
        phase = section.phase.key if section.phase else ""
        for use in section.uses:
            uses[use.id.value, phase] += 1
            if uses[use.id.value, phase] == 2:
                where = "phase" if phase else "handout"
                problems.warning(f"'{use.id}' is used twice in this {where}", use.origin)


def _warn_other_words(handout: model.Handout, wording: Wording, problems: Problems) -> None:
    if not same_language(str(handout.language), wording.language):
        message = (
            f"the program has no words in '{handout.language}':"
            " headings, labels and dosages are in English"
        )
        place = handout.places.get("language", handout.origin)
        problems.warning(message, place, "make sure that the patient can read them")


def _check_weeks(handout: model.Handout, problems: Problems) -> None:
    """Note a log that nobody has given a number of weeks."""
    spans = [phase.weeks for phase in handout.phases.values()]
    if handout.log and not handout.log.weeks and not (spans and all(map(_ends, spans))):
        message = "the number of weeks of the log is missing"
        problems.error(message, handout.log.origin, "write 'weeks: 4' in it")


def _warn_needless(handout: model.Handout, problems: Problems) -> None:
    """Warn of what a handout says about its log that changes nothing."""
    spans = [phase.weeks for phase in handout.phases.values()]
    if handout.log and handout.log.weeks and spans and all(map(_ends, spans)):
        message = "'weeks' of the log has no effect: the phases say their weeks"
        problems.warning(message, handout.log.origin, "delete 'weeks'")
    if handout.show and handout.show.log and not handout.log:
        message = "there is no log to show"
        problems.warning(message, handout.show.origin, "write 'log: {weeks: 4}'")


def _ends(weeks: tuple[int, int | None] | None) -> bool:
    return weeks is not None and weeks[1] is not None


def _warn_full_log(
    handout: model.Handout, dosages: Iterable[Dosage | None], problems: Problems
) -> None:
    sessions = most_sessions(dosages)
    if handout.shown_log and sessions > LOG_SESSIONS:
        message = (
            f"an entry is done {sessions} times a day, but the log has only {LOG_SESSIONS} boxes"
            " for each day"
        )
        hint = "tell the patient how to use the boxes, or remove 'log'"
        problems.warning(message, handout.shown_log.origin, hint)
