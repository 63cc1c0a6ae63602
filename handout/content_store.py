"""Read content as records, in the language of a page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from handout.caches import Caches, Found, Memo, remembered
from handout.clinic import Clinic
from handout.content_files import FILES, KINDS, PROGRAMS, ContentFiles, Located
from handout.decoding import read_record
from handout.dosage_changes import changed_dosage
from handout.errors import Origin, Problems
from handout.home_program import HomeProgram
from handout.localisation import Localisation
from handout.located import LeftOut, Mapping, Sequence, as_mapping, is_empty
from handout.model import Entry, Handout, Use
from handout.picture_files import PictureFiles
from handout.resources import built_in, is_file

_USES: Final = 8
"""Versions of an entry with the changes of a handout to remember."""
_Value = TypeVar("_Value")


class ContentStore(ContentFiles):
    """The records in content files.

    Like files, the same record is returned until its file changes.
    """

    def __init__(self, folders: tuple[Path, ...], caches: Caches, language: str = "") -> None:
        """Take content folders, the last one on top, and the language of a page.

        Without a language, content is in the one in which it is written.
        """
        super().__init__(folders, caches)
        self.language = language
        self.localisation = Localisation(self, caches, language)
        self.pictures = PictureFiles(self)
        self._records: Memo[Any] = caches.memo("content records", FILES)
        self._entries: Memo[Found[Entry | None]] = caches.memo("content entries", FILES, _USES)

    def handout(self, located: Located, problems: Problems) -> Handout | None:
        """Return a handout, or None after noting its problems."""
        return self._record(Handout, located, problems)

    def handout_in_place(
        self, written: Mapping, handout_id: str, problems: Problems
    ) -> Handout | None:
        """Return a handout that has no file of its own, or None after noting its problems."""
        mapping = self.localisation.in_place(written)
        return read_record(Handout, mapping, problems, id=handout_id)

    def clinic(self, located: Located, problems: Problems) -> Clinic | None:
        """Return a clinic, or None after noting its problems."""
        return self._record(Clinic, located, problems)

    def program(
        self, located: Located, problems: Problems, personal: Mapping | None = None
    ) -> HomeProgram | None:
        """Return a program with personal fields laid over it, or None after noting its problems.

        A handout counts as the program that changes nothing in it.
        """
        if located.folder == PROGRAMS:
            mapping = self.load(located.path, problems)
        else:
            origin = Origin(str(located.path), 1, 1)
            mapping = as_mapping({"handout": located.id}, origin, problems)
        if mapping is None:
            return None
        if personal:
            mapping = mapping.overlaid(personal, partial(changed_dosage, problems=problems))
        return read_program(mapping, located.id, problems)

    def entry(self, located: Located, problems: Problems) -> Entry | None:
        """Return an entry, or None after noting its problems."""
        return self._entry(located, (), problems)

    def used_entry(self, use: Use, problems: Problems, written_in: str = "en") -> Entry | None:
        """Return an entry as a handout or program uses it, or None after noting its problems.

        An entry that does not say its language is in the one of its handout, `written_in`.
        """
        if use.written:
            kind, fields = use.written.kind, use.written.fields
            changes = (use.changes, use.personal) if use.personal else (use.changes,)
            place = Located(use.id.value, kind.folder, Path(use.origin.file))
            return _read_entry(place, fields, changes, problems)
        located = self.find_entry(use.id.value)
        if located is None:
            problems.note(self.not_found("entry", use.id))
            return None
        return self._entry(located, (use.changes,), problems, use.personal, written_in)

    def used_handout(self, program: HomeProgram, problems: Problems) -> Handout | None:
        """Return the handout of a program, or None after noting its problems."""
        name, written = program.handout.name, program.handout.written
        if written:
            return self.handout_in_place(written, program.id, problems)
        located = self.find_handout(name.value)
        if located is None:
            problems.note(self.not_found("handout", name))
            return None
        return self.handout(located, problems)

    def _record(self, kind: type[_Value], located: Located, problems: Problems) -> _Value | None:
        mapping = self.localisation.fields(kind, located, problems)
        if mapping is None:
            return None
        memo: Memo[Found[_Value | None]] = self._records
        return remembered(
            memo,
            (located.path, self.language),
            (kind, mapping),
            lambda: read_record(kind, mapping, problems, id=located.id),
            problems,
        )

    def _entry(
        self,
        located: Located,
        changes: tuple[Mapping, ...],
        problems: Problems,
        personal: Mapping | None = None,
        written_in: str = "en",
    ) -> Entry | None:
        _check_unique(located, problems)
        mapping = self.localisation.fields(Entry, located, problems, written_in)
        if mapping is None:
            return None
        if personal is not None:
            # Hardly any other patient has the same changes.
            return _read_entry(located, mapping, (*changes, personal), problems)
        return remembered(
            self._entries,
            (located.path, self.language),
            (mapping, changes),
            lambda: _read_entry(located, mapping, changes, problems),
            problems,
        )


_VISIT: Final = (
    *("title", "patient", "name_on_pages", "goals"),
    *("clinician", "date", "next_visit", "note"),
)
"""Fields of a program on which none of its entries depends."""


def read_program(mapping: Mapping, program_id: str, problems: Problems) -> HomeProgram | None:
    """Return the program in a mapping, or None after noting its problems.

    If only the facts of the visit are wrong, the program is returned without them, so that the
    problems of the rest are found too.
    """
    program = read_record(HomeProgram, mapping, problems, id=program_id)
    if program is None:
        rest = mapping.without(*_VISIT)
        program = read_record(HomeProgram, rest, Problems(), id=program_id)
    return program


def _read_entry(
    located: Located, mapping: Mapping, changes: tuple[Mapping, ...], problems: Problems
) -> Entry | None:
    """Return an entry with changes laid over it, or None after noting its problems."""
    note = mapping.fields.get("note")
    if note:
        hint = "a note belongs to a handout"
        problems.error("the field 'note' is not known here", note.key.origin, hint)
    _check_left_out(_NOTHING, mapping, problems)
    entry = mapping
    over = partial(changed_dosage, problems=problems, entry=located.id)
    for change in changes:
        _check_left_out(entry, change, problems)
        entry = entry.overlaid(change, over)
    return read_record(Entry, entry, problems, id=located.id, kind=KINDS[located.folder])


def _check_unique(located: Located, problems: Problems) -> None:
    """Note that an id stands for both an exercise and a stretch of a folder."""
    content = located.path.parent.parent
    same = [content / kind / located.path.name for kind in KINDS]
    if all(map(is_file, same)):
        message = f"the id '{located.id}' is already used by {same[0]}"
        problems.error(message, Origin(str(same[1]), 1, 1), "rename one of the two")


def _check_left_out(
    entry: Mapping, change: Mapping, problems: Problems, *, in_dosage: bool = False
) -> None:
    """Warn of fields without a value: all of a dosage, and others that remove the entry's own."""
    for name, written in change.fields.items():
        before = entry.fields.get(name)
        if isinstance(written.value, Mapping):
            inside = before.value if before and isinstance(before.value, Mapping) else _NOTHING
            _check_left_out(inside, written.value, problems, in_dosage=name == "dosage")
        elif isinstance(written.value, Sequence) and name == "dosage":
            for dose in written.value.items:
                if isinstance(dose, Mapping):
                    _check_left_out(_NOTHING, dose, problems, in_dosage=True)
        elif not isinstance(written.value, LeftOut):
            continue
        elif before and not is_empty(before.value):
            message = f"'{name}' is empty, which removes what the entry itself says"
            hint = f"fill it in, or write {name}: '' if it shall be removed"
            problems.warning(message, written.key.origin, hint)
        elif in_dosage:
            hint = "fill it in, or delete the field"
            problems.warning(f"'{name}' is empty", written.key.origin, hint)


_NOTHING: Final = Mapping({}, Origin("", 1, 1))


def open_store(folders: Iterable[Path] = ()) -> ContentStore:
    """Return a store over the built-in content with other folders on top of it."""
    return ContentStore((built_in("content"), *folders), Caches())
