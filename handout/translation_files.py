"""Write the file of a translation to fill in, each text below the one that it translates.

In the file, lines that begin with '# ' are texts of the original, and those with '## ' are notes to
the translator. A text that is in the original as it was when it was translated is kept; what is
translated anew stands empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from handout.content_files import ContentFiles, Located
from handout.errors import HandoutError, Problems, RequestError
from handout.languages import same_text
from handout.loader import load_yaml
from handout.localisation import TRANSLATABLE, translation_file, translations
from handout.located import Field, Mapping, Node, Sequence, Text, is_empty
from handout.output import replace_file
from handout.translations import Path as TextPath
from handout.translations import (
    Translatable,
    digest,
    header_of,
    is_outdated,
    language_of,
    texts_of,
)
from handout.wording import Wording

_HEAD: Final = """\
## The translation of '{id}' from {written} into {language}.
## Write each text between the quotes, below the one in {written}. One that stays empty is printed
## in {written}. Doses, ids and pictures are not given again. Then run: handout check {path}
translation:
  ## reviewed, once a person who knows both languages has read it; until then the page says so
  status: {status}
{details}  of: {of}
"""


class TranslationFile(Struct, frozen=True):
    """A file that has been written, and what is in it."""

    path: Path
    done: int
    """Texts that are translated."""
    total: int
    changed: int
    """Texts whose original has changed since they were translated."""


def write_translation(
    files: ContentFiles, located: Located, language: str, folder: Path
) -> TranslationFile:
    """Write the translation of some content into a content folder, and keep what is done.

    Raises RequestError if it cannot be translated, and HandoutError if a file cannot be read or
    written.
    """
    problems = Problems()
    original = files.load(located.path, problems)
    kind = TRANSLATABLE.get(located.folder)
    if original is None or kind is None:
        problems.raise_errors()
        raise RequestError(f"'{located.id}' is for one patient", "translate its handout")
    written = language_of(original)
    if same_text(written, language):
        raise RequestError(f"'{located.id}' is already in the language '{written}'")
    path = folder / located.folder / f"{located.id}.{language}.yaml"
    before = path if path.exists() else translation_file(files, located, language)
    old = _Old.read(before, problems) if before else _Old()
    problems.raise_errors()
    found = texts_of(kind, original, old.fields)
    text = _Writer(old, {each.path: each for each in found})
    body = "".join(f"{line}\n" for line in text.mapping(original, (), ""))
    head = _HEAD.format(
        id=located.id,
        written=written,
        language=language,
        path=path,
        of=digest(found),
        **old.header(),
    )
    replace_file(path, f"{head}\n{body}{text.rest()}".encode(), parents=True)
    required = [each for each in found if not each.optional]
    done = sum(each.path in text.kept for each in required)
    return TranslationFile(path, done, len(required), text.changed)


class Coverage(Struct, frozen=True):
    """How far some content is translated into a language."""

    id: str
    folder: str
    language: str
    status: str
    """'reviewed' or 'machine'."""
    done: int
    """Texts that are translated."""
    total: int
    is_outdated: bool
    """Whether the original has changed since."""
    words: str
    """'reviewed', 'machine' or 'original' for the program's words in the language; '' if none."""


def coverage(files: ContentFiles) -> list[Coverage]:
    """Return how far each piece of content is translated, by language and id."""
    found: list[Coverage] = []
    for language, located in translations(files):
        original = files.load(located.path, Problems())
        path = translation_file(files, located, language)
        fields = files.load(path, Problems()) if path else None
        if original is None or fields is None or path is None:
            continue
        texts = texts_of(TRANSLATABLE[located.folder], original, fields)
        required = [each for each in texts if not each.optional]
        found.append(
            Coverage(
                id=located.id,
                folder=located.folder,
                language=language,
                status=header_of(fields).get("status", "machine"),
                done=sum(each.translated is not None for each in required),
                total=len(required),
                is_outdated=is_outdated(fields, texts),
                words=Wording.for_language(language).status if Wording.speaks(language) else "",
            )
        )
    return found


class _Old(Struct):
    """A translation as it was before."""

    fields: Mapping | None = None
    lines: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path, problems: Problems) -> _Old:
        """Return the translation in a file, and note why it cannot be read."""
        fields = load_yaml(path, problems)
        if fields is None:
            raise HandoutError(problems.in_order())
        return cls(fields, tuple(path.read_text("utf-8-sig").splitlines()))

    def header(self) -> dict[str, str]:
        """Return who answers for it, as lines of the header."""
        known = header_of(self.fields) if self.fields else {}
        known.pop("of", None)
        status = known.pop("status", "machine")
        details = "".join(f"  {key}: {_quoted(value)}\n" for key, value in known.items())
        return {"status": status, "details": details}

    def originals(self) -> dict[str, Text]:
        """Return the texts that are translated, by the words of the original above them."""
        texts = _texts(self.fields) if self.fields else ()
        return {words: text for text in texts if (words := self.original_of(text))}

    def original_of(self, text: Text) -> str:
        """Return the words of the original that stand above a text; empty if there are none."""
        above: list[str] = []
        line = text.origin.line - 2
        # A text in lines of its own begins below its key.
        if line >= 0 and self.lines[line].rstrip().endswith(("|", "|-")):
            line -= 1
        while line >= 0 and self.lines[line].lstrip().startswith("#"):
            words = self.lines[line].lstrip()
            if not words.startswith("##"):
                above.append(words.removeprefix("#").removeprefix(" "))
            line -= 1
        return "\n".join(reversed(above))


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        if not is_empty(node):
            yield node
        return
    inside = node.items if isinstance(node, Sequence) else [f.value for f in node.fields.values()]
    for each in inside:
        yield from _texts(each)


class _Writer:
    """Writes the texts of an original with what is translated of them."""

    def __init__(self, old: _Old, found: dict[TextPath, Translatable]) -> None:
        """Take the translation as it was, and all texts by their places."""
        self._old = old
        self._found = found
        self._having_texts = {path[:end] for path in found for end in range(1, len(path) + 1)}
        self._originals = old.originals()
        self.kept: set[TextPath] = set()
        self.changed = 0
        self._used: set[Text] = set()
        self._begun = False

    def mapping(self, original: Mapping, path: TextPath, indent: str) -> Iterator[str]:
        """Yield the lines of fields."""
        for key, field in original.fields.items():
            inside = (*path, key)
            if inside not in self._having_texts:
                continue
            if not path and self._begun:
                yield ""
            self._begun = True
            if isinstance(field.value, Text):
                yield from self._text(inside, indent, f"{key}: ")
            else:
                yield f"{indent}{key}:"
                yield from self._inside(field.value, inside, f"{indent}  ")

    def rest(self) -> str:
        """Return what is translated of texts that are not in the original any more."""
        gone = [
            (words, text.value) for words, text in self._originals.items() if text not in self._used
        ]
        if not gone:
            return ""
        lines = ["", "## No longer in the original:"]
        for words, text in gone:
            lines += [f"## {line}" for line in (*words.splitlines(), *text.splitlines(), "")]
        return "\n".join(lines).rstrip("# \n") + "\n"

    def _inside(self, node: Node, path: TextPath, indent: str) -> Iterator[str]:
        if isinstance(node, Mapping):
            yield from self.mapping(node, path, indent)
        elif isinstance(node, Sequence):
            for place, item in enumerate(node.items, 1):
                yield from self._item(item, (*path, place), indent)

    def _item(self, item: Node, path: TextPath, indent: str) -> Iterator[str]:
        """Yield the lines of an item of a list; one without texts keeps its place."""
        if isinstance(item, Text):
            if path in self._found:
                yield from self._text(path, indent, "- ")
            else:
                yield f"{indent}- {_quoted(item.value)}"
            return
        if path not in self._having_texts:
            use = item.fields.get("use") if isinstance(item, Mapping) else None
            yield f"{indent}- {{use: {use.value}}}" if isinstance(use, Field) else f"{indent}- {{}}"
            return
        # The comment of its first text would part the dash from the text.
        yield f"{indent}-"
        yield from self._inside(item, path, f"{indent}  ")

    def _text(self, path: TextPath, indent: str, key: str) -> Iterator[str]:
        """Yield a text of the original, and below it the translation of it."""
        each = self._found[path]
        words = each.text.value.rstrip("\n")
        yield from (f"{indent}# {line}".rstrip() for line in words.splitlines())
        same, here = self._originals.get(words), each.translated
        unsure = here is not None and not self._old.original_of(here)
        translation = same or (here if unsure else None)
        if translation is None:
            if here is not None:
                self.changed += 1
                self._used.add(here)
                before = here.value.rstrip("\n").replace("\n", f"\n{indent}## ")
                yield from f"{indent}## changed; before: {before}".splitlines()
            yield f"{indent}{key}''"
            return
        self.kept.add(path)
        self._used.add(translation)
        if "\n" in translation.value:
            yield f"{indent}{key}|"
            yield from (f"{indent}  {line}".rstrip() for line in translation.value.splitlines())
        else:
            yield f"{indent}{key}{_quoted(translation.value)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
