"""Translations: texts laid over content in another language.

A translation has the shape of its original. Its texts take the place of the original's, in lists by
their position; doses, ids and pictures stay. What it leaves out stays in the language of the
original, and is marked with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as TMapping
from hashlib import blake2b
from typing import Any, Final

from msgspec import Struct, field

from handout.decoding import GrammarError, declared_fields, shape_of
from handout.dosage import COUNTED, TIMES_OF_DAY, UNTIL, Pause, Phase, Repetitions
from handout.dosage.times import CLOCK_TIME
from handout.errors import Origin, Problems, suggestion
from handout.located import Field, Mapping, Node, Sequence, Text, is_empty
from handout.shapes import AnyText, Changes, Fields, ListOf, OneOf, Shape, Words

_STAYS: Final = frozenset(
    {"use", "image", "figure", "panel", "logo", "cast", "of", "phone", "email", "emergency"}
)
"""Fields with a text that is no words."""
_IDS: Final = frozenset({"entries", "content", "columns"})
"""Lists whose texts are ids, unless they are those of a table."""
_MAY_STAY: Final = frozenset(
    {"aliases", "regions", "source", "sources", "reviewed", "author", "address"}
)
"""Fields that nobody needs to translate, with all that is in them."""
_HEADER: Final = "translation"
_LISTED: Final = 8
"""The most places that a warning names."""

Path = tuple[str | int, ...]
"""Keys and, in lists, positions from 1."""


class Translatable(Struct, frozen=True):
    """A text that can be translated."""

    path: Path
    text: Text
    translated: Text | None
    optional: bool
    """Whether it may stay as it is."""

    @property
    def place(self) -> str:
        """Where it is, in words: 'steps 3', 'pictures 2 alt'."""
        return " ".join(map(str, self.path))


def translated(
    kind: type, original: Mapping, translation: Mapping, language: str, problems: Problems
) -> Mapping:
    """Return content of a kind of record with the texts of its translation into a language.

    Notes what has another shape than the original, and warns of what is left out and of an original
    that has changed.
    """
    written = language_of(original)
    overlay = _Overlay(written, problems)
    merged = overlay.mapping([Fields(kind)], original, translation.without(_HEADER, "language"), ())
    start = Origin(translation.origin.file, 1, 1)
    if _HEADER not in translation.fields:
        hint = "write translation: {status: machine}, or {status: reviewed, by: …}"
        problems.warning("nobody says who answers for this translation", start, hint)
    elif is_outdated(translation, overlay.found):
        hint = "run 'handout translate', which marks what has changed"
        problems.warning("the original has changed since this translation", start, hint)
    left = [each.place for each in overlay.found if not (each.translated or each.optional)]
    if left:
        more = f" and {len(left) - _LISTED} more" if len(left) > _LISTED else ""
        message = f"not translated: {', '.join(left[:_LISTED])}{more}"
        problems.warning(message, start, f"the page has this in the language '{written}'")
    fields = merged.fields | {
        "language": _field("language", language, start),
        _HEADER: translation.fields.get(_HEADER) or _by_machine(start),
    }
    return Mapping(fields, merged.origin)


def untranslated(
    kind: type, original: Mapping, language: str, known: TMapping[str, Text] | None = None
) -> Mapping:
    """Return content without a translation as a page in another language has it.

    Texts of which the translation is known from elsewhere are translated.
    """
    overlay = _Overlay(language_of(original), Problems(), known=known or {})
    merged = overlay.mapping([Fields(kind)], original, None, ())
    fields = merged.fields | {"language": _field("language", language, original.origin)}
    if any(each.translated for each in overlay.found):
        # Whoever has read the other files has not read this one.
        fields[_HEADER] = _by_machine(original.origin)
    return Mapping(fields, original.origin)


def in_language(original: Mapping, language: str) -> Mapping:
    """Return content with another tag for the language in which it is written."""
    tag = _field("language", language, original.origin)
    return Mapping(original.fields | {"language": tag}, original.origin)


def texts_of(
    kind: type, original: Mapping, translation: Mapping | None = None
) -> list[Translatable]:
    """Return the texts of some content that can be translated, in order."""
    overlay = _Overlay(language_of(original), Problems())
    own = translation.without(_HEADER, "language") if translation else None
    overlay.mapping([Fields(kind)], original, own, ())
    return overlay.found


def language_of(content: Mapping, default: str = "en") -> str:
    """Return the language in which some content is written."""
    tag = content.fields.get("language")
    return str(tag.value) if tag and isinstance(tag.value, Text) else default


def digest(found: list[Translatable]) -> str:
    """Return what stands for some texts as they are now."""
    words = "\0".join(each.text.value for each in found)
    return blake2b(words.encode(), digest_size=6).hexdigest()


def header_of(translation: Mapping) -> dict[str, str]:
    """Return what a translation says of itself, such as its `status` and what it is `of`."""
    header = translation.fields.get(_HEADER)
    fields = header.value.fields if header and isinstance(header.value, Mapping) else {}
    return {key: str(field.value) for key, field in fields.items()}


def is_outdated(translation: Mapping, found: list[Translatable]) -> bool:
    """Return whether the texts of the original are others than those that were translated."""
    of = header_of(translation).get("of")
    return of is not None and of != digest(found)


def _by_machine(origin: Origin) -> Field:
    """Return the header of a translation for which nobody answers."""
    status = Mapping({"status": _field("status", "machine", origin)}, origin)
    return Field(Text(_HEADER, origin), status)


def _field(name: str, value: str, origin: Origin) -> Field:
    return Field(Text(name, origin), Text(value, origin))


class _Overlay(Struct):
    """Lays a translation over its original, node by node."""

    written: str
    """The language of the original."""
    problems: Problems
    found: list[Translatable] = field(default_factory=list)
    """All texts that can be translated."""
    known: TMapping[str, Text] = field(default_factory=dict)
    """Translations of texts that the translation itself does not give."""

    def mapping(
        self, shapes: list[Shape], original: Mapping, translation: Node | None, path: Path
    ) -> Mapping:
        """Return fields with their texts translated."""
        if translation is not None and not isinstance(translation, Mapping):
            translation = self._short_form(original, translation)
        own = translation.fields if isinstance(translation, Mapping) else {}
        known = _annotations(shapes, original)
        if path == ("labels",):
            # A clinic words the labels of each language anew.
            return translation if isinstance(translation, Mapping) else Mapping({}, original.origin)
        fields = {
            key: Field(
                value.key,
                self.node(
                    shape_of(known[key]),
                    value.value,
                    own[key].value if key in own else None,
                    (*path, key),
                )
                if key in known
                else value.value,
            )
            for key, value in original.fields.items()
        }
        for key, value in own.items():
            if key == "labels" and not path:
                fields[key] = value
            elif key not in original.fields:
                hint = suggestion(key, original.fields) or "delete it, or add it to the original"
                message = f"there is no '{key}' in the original"
                self.problems.error(message, value.key.origin, hint)
        return Mapping(fields, original.origin)

    def _short_form(self, original: Mapping, translation: Node) -> Node | None:
        """Return the translation of a step as fields, if it is only its text."""
        if isinstance(translation, Text) and "text" in original.fields:
            return Mapping({"text": Field(translation, translation)}, translation.origin)
        if not is_empty(translation):
            names = ", ".join(f"{key}: …" for key in original.fields)
            self.problems.error(
                "this must contain fields, as in the original", translation.origin, names
            )
        return None

    def node(self, shape: Shape, original: Node, translation: Node | None, path: Path) -> Node:
        """Return a value with its texts translated."""
        shapes: list[Shape] = [*shape.shapes] if isinstance(shape, OneOf) else [shape]
        if isinstance(original, Mapping):
            return self.mapping(shapes, original, translation, path)
        if isinstance(original, Sequence):
            return self._sequence(shapes, original, translation, path)
        if isinstance(translation, Mapping) and "text" in translation.fields:
            translation = translation.fields["text"].value
        return self._text(shapes, original, translation, path)

    def _sequence(
        self, shapes: list[Shape], original: Sequence, translation: Node | None, path: Path
    ) -> Sequence:
        items: tuple[Node | None, ...] = (None,) * len(original.items)
        if isinstance(translation, Sequence) and len(translation.items) == len(items):
            items = translation.items
        elif translation is not None and not is_empty(translation):
            count = len(translation.items) if isinstance(translation, Sequence) else "no list"
            message = f"'{path[-1]}' has {len(items)} items in the original, and {count} here"
            hint = "translate each item; write '' for one that is not translated yet"
            self.problems.error(message, translation.origin, hint)
        inside = next((each.item for each in shapes if isinstance(each, ListOf)), AnyText())
        return Sequence(
            tuple(
                self.node(inside, item, items[place], (*path, place + 1))
                for place, item in enumerate(original.items)
            ),
            original.origin,
        )

    def _text(
        self, shapes: list[Shape], original: Text, translation: Node | None, path: Path
    ) -> Text:
        head, words = _translatable(shapes, original, path)
        if not words:
            given = isinstance(translation, Text) and not is_empty(translation)
            if translation is not None and given and str(translation) != original.value:
                message = f"'{_key(path)}' stays as in the original: '{original}'"
                self.problems.error(message, translation.origin, "delete it here")
            return original
        own = translation if translation is not None and not is_empty(translation) else None
        if own is not None and not isinstance(own, Text):
            self.problems.error("this must be text, as in the original", own.origin)
            own = None
        own = own or self.known.get(words.strip())
        optional = not _MAY_STAY.isdisjoint(path)
        self.found.append(Translatable(path, Text(words, original.origin), own, optional))
        if own is None:
            return Text(original.value, original.origin, self.written)
        return Text(head + own.value, own.origin, original=original.value)


def _key(path: Path) -> str:
    """Return the last key of a path, of which a list in it may be the value."""
    return next(key for key in reversed(path) if isinstance(key, str))


def _translatable(shapes: list[Shape], text: Text, path: Path) -> tuple[str, str]:
    """Return what stays of a text, and the words in it to translate."""
    key = _key(path)
    if is_empty(text) or key in _STAYS:
        return text.value, ""
    if not any(isinstance(shape, AnyText) for shape in shapes):
        return _words_of_grammar(shapes, text)
    if key in _IDS and "table" not in path:
        return text.value, ""
    said = text.value.casefold()
    if key in {"time", "times"} and (said in TIMES_OF_DAY or CLOCK_TIME.fullmatch(said)):
        return text.value, ""
    return "", text.value


def _words_of_grammar(shapes: list[Shape], text: Text) -> tuple[str, str]:
    """Return a text that has a grammar, and the words in it that the program does not know."""
    grammars = {shape.grammar for shape in shapes if isinstance(shape, Words)}
    written = " ".join(text.value.split())
    words = ""
    try:
        if Pause in grammars:
            words = Pause.parse(written).where
        elif Repetitions in grammars:
            repetitions = Repetitions.parse(written)
            words = repetitions.words
            if words.casefold() in COUNTED or words.casefold() in UNTIL:
                words = ""
            if words and not repetitions.count:
                # Translated whole, for each language orders a clause in its own way.
                return ("as many: " if repetitions.as_many else "until: "), words
        elif Phase in grammars and not Phase.parse(written).unit:
            words = written
    except GrammarError:
        words = ""
    return written[: len(written) - len(words)], words


def _annotations(shapes: list[Shape], original: Mapping) -> dict[str, Any]:
    """Return the types of the fields that some content may have, by their names."""
    fitting: list[dict[str, Any]] = []
    for shape in shapes:
        records = [*_records(shape)]
        names = {one.name: one.annotation for record in records for one in declared_fields(record)}
        if records:
            fitting.append(names)
    # Of blocks and uses, the one that has most of the fields.
    return max(fitting, key=lambda names: len(names.keys() & original.fields.keys()), default={})


def _records(shape: Shape) -> Iterator[type]:
    if isinstance(shape, Fields | Changes):
        yield shape.record
    if isinstance(shape, Changes) and shape.beside:
        yield shape.beside
