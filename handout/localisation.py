"""Content in the language of a page: translations found beside originals, and laid over them."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Final

from handout.caches import Caches, Found, Memo, remembered
from handout.clinic import Clinic
from handout.content_files import CLINICS, FILES, HANDOUTS, KINDS, ContentFiles, Located
from handout.errors import Origin, Problems
from handout.languages import lookup_tags, same_text, spelled
from handout.located import Mapping, Text
from handout.model import Entry, Handout
from handout.resources import is_file
from handout.translations import in_language, language_of, texts_of, translated, untranslated

TRANSLATABLE: Final[dict[str, type]] = {
    **dict.fromkeys(KINDS, Entry),
    HANDOUTS: Handout,
    CLINICS: Clinic,
}
"""The records of what can be translated, by their folders."""
TRANSLATION_FORM: Final = re.compile(r"([^.]+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)")
"""The form of a translation's name without its ending: an id and the tag of a language."""


def translation_file(files: ContentFiles, located: Located, language: str) -> Path | None:
    """Return the file that translates some content into a language, or the nearest one.

    It lies beside the original, or in a folder above it.
    """
    own = located.path.parent.parent
    above = files.folders[files.folders.index(own) :] if own in files.folders else ()
    places = [located.path.parent, *(folder / located.folder for folder in above)]
    names = [f"{located.id}.{tag}.yaml" for tag in lookup_tags(language)]
    found = (place / name for name in names for place in reversed(places))
    return next(filter(is_file, found), None)


def translations(files: ContentFiles) -> list[tuple[str, Located]]:
    """Return the language and the original of each translation, ordered by both."""
    found = {
        (spelled(match[2]), located.id): located
        for kind in TRANSLATABLE
        for folder in files.folders
        for path in (folder / kind).glob("*.*.yaml")
        if (match := TRANSLATION_FORM.fullmatch(path.stem))
        if (located := files.find(match[1], kind))
    }
    return [(language, found[language, id_]) for language, id_ in sorted(found)]


class Localisation:
    """Content in the language of a page, or as it is written if none is asked for."""

    def __init__(self, files: ContentFiles, caches: Caches, language: str) -> None:
        self.language = language
        self._files = files
        self._translated: Memo[Found[Mapping]] = caches.memo("translated content", FILES)
        self._texts: Memo[dict[str, Text]] = caches.memo("translated texts", FILES)

    def fields(
        self, kind: type, located: Located, problems: Problems, written_in: str = "en"
    ) -> Mapping | None:
        """Return the fields of a file of a kind of record, or None after noting its problems.

        Without a language of its own, it is in the one `written_in`.
        """
        original, tag = self._files.load(located.path, problems), self.language
        if original is None or not tag:
            return original
        written, is_entry = language_of(original, written_in), kind is Entry
        if same_text(written, tag):
            return original if is_entry else in_language(original, tag)
        path = translation_file(self._files, located, tag)
        translation = self._files.load(path, problems) if path else None
        if translation is not None:
            return remembered(
                self._translated,
                (located.path, tag),
                (original, translation),
                lambda: translated(kind, original, translation, tag, problems),
                problems,
            )
        if kind is Handout:
            self._note_missing(located, problems)
        return in_language(original, written) if is_entry else untranslated(kind, original, tag)

    def in_place(self, handout: Mapping) -> Mapping:
        """Return the fields of a handout that has no file, and so no translation.

        It may be one of the library that has been changed, so its texts are looked up there.
        """
        if not self.language:
            return handout
        if same_text(language_of(handout), self.language):
            return in_language(handout, self.language)
        return untranslated(Handout, handout, self.language, self._translated_texts())

    def language_of(self, handout: Handout) -> str:
        """Return the language in which the file of a handout is written."""
        original = self._files.load(Path(handout.origin.file), Problems())
        return language_of(original) if original else "en"

    def _note_missing(self, located: Located, problems: Problems) -> None:
        """Note that a handout is not translated."""
        from handout.wording import Wording  # noqa: PLC0415 -- loads ICU, for those who compose

        note = problems.warning if Wording.speaks(self.language) else problems.error
        message = f"'{located.id}' is not translated into '{self.language}'"
        hint = f"start a translation: handout translate {located.id} {self.language}"
        note(message, Origin(str(located.path), 1, 1), hint)

    def _translated_texts(self) -> dict[str, Text]:
        """Return the translations of all texts of handouts, by the texts."""
        found: dict[str, Text] = {}
        for located in self._files.handouts():
            path = translation_file(self._files, located, self.language)
            original = self._files.load(located.path, Problems()) if path else None
            translation = self._files.load(path, Problems()) if path else None
            if original and translation:
                key, inputs = (located.path, self.language), (original, translation)
                found |= self._texts.get(key, inputs, partial(_texts, original, translation))
        return found


def _texts(original: Mapping, translation: Mapping) -> dict[str, Text]:
    """Return the texts of a translation of a handout, by those of the original."""
    return {
        each.text.value.strip(): each.translated
        for each in texts_of(Handout, original, translation)
        if each.translated
    }
