"""What the page works with: a library, and the last documents that were made of it."""

from __future__ import annotations

import gc
import json
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml

import handout
from handout.search_words import search_words
from handout.serve.field_paths import FieldPaths
from handout.serve.pages import PagePictures
from handout.serve.saving import saved_fields

_DOCUMENTS: Final = 6
"""Documents whose pages can still be asked for."""
_PDF_OPTIONS: Final = ("edition", "paper", "cards", "booklet", "mono")

Json = dict[str, Any]


class Workspace:
    """A library with one's own folder on top, and the last documents; for one thread at a time."""

    def __init__(self, folders: Iterable[Path] = (), fonts: Iterable[Path] = ()) -> None:
        """Take content folders, the last of which is one's own, and folders of fonts."""
        self._folders = tuple(folders)
        self._library = handout.Library(*self._folders, fonts=fonts)
        self._printed: OrderedDict[str, bytes] = OrderedDict()
        self.pictures = PagePictures()

    @property
    def own(self) -> Path | None:
        """The folder that one's own content is written to, if there is one."""
        return self._folders[-1] if self._folders else None

    def library(self) -> Json:
        """Return all that can be picked."""
        found = {
            "entries": [
                self._entry(entry) for entry in sorted(self._library.catalogue(), key=_by_part)
            ],
            "handouts": sorted(
                self._titles(self._library.handouts()), key=lambda each: each["title"].casefold()
            ),
            "programs": self._titles(self._library.programs()),
            "clinics": [self._clinic(name) for name in self._library.clinics()],
            "languages": self._library.languages(),
            "blocks": _blocks(),
            "dosage": {"fields": _dosage_fields()},
            "writable": self.own is not None,
        }
        _keep_what_is_there()
        return found

    def _entry(self, entry: handout.CatalogueEntry) -> Json:
        # Browsers keep pictures; those of a changed entry have another address.
        version = sha256(json.dumps(entry.fields).encode()).hexdigest()[:12]
        pictures = [
            {
                "url": f"/api/entries/{entry.id}/pictures/{number}?version={version}",
                "alt": picture.alt,
                "caption": picture.caption,
                "fields": written,
            }
            for number, (picture, written) in enumerate(
                zip(entry.pictures, entry.fields.get("pictures") or (), strict=False)
            )
        ]
        names = (
            *("id", "kind", "name", "aliases", "summary", "regions", "muscles", "equipment"),
            *("position", "difficulty", "found_by", "steps", "phrases", "side"),
        )
        return {
            **{name: getattr(entry, name) for name in names},
            "dosage": entry.fields.get("dosage"),
            "pictures": pictures,
            "fields": saved_fields(self.own, entry.kind, entry.id) if self.own else None,
        }

    def _clinic(self, name: str) -> Json:
        fields = saved_fields(self.own, "clinic", name) if self.own else None
        return {"id": name, "name": (fields or {}).get("name") or name, "fields": fields}

    def _titles(self, names: Iterable[str]) -> list[Json]:
        found = []
        for name in names:
            try:
                program = self._library.program(name)
            except handout.HandoutError:
                continue
            own: Any = program["handout"]
            items = [item for section in own["sections"] for item in section["content"]]
            uses = [*dict.fromkeys(use for use in map(_used, items) if use)]
            written = [
                item
                for item in items
                if isinstance(item, dict) and ("exercise" in item or "stretch" in item)
            ]
            patient: Any = program.get("patient") or {}
            texts = (name, own["title"], own.get("subtitle", ""))
            found.append(
                {
                    "id": name,
                    "title": own["title"],
                    "subtitle": own.get("subtitle", ""),
                    "patient": patient.get("name", ""),
                    "found_by": sorted(search_words(texts)),
                    "reviewed": (own.get("reviewed") or {}).get("by", ""),
                    "entries": uses,
                    "count": len(uses) + len(written),
                }
            )
        return found

    def program(self, target: str | bytes) -> Json:
        """Return a handout or program with its handout in place; raise HandoutError for errors."""
        return self._library.program(target)

    def picture(self, entry: str, number: int) -> tuple[bytes, str]:
        """Return a picture of an entry and its media type."""
        return self._library.picture(entry, number)

    def compose(self, program: Json, options: Json) -> handout.Document:
        """Return the document of a program."""
        return self._library.compose(
            handout.write_yaml(program),
            clinic=options.get("clinic") or None,
            language=options.get("language") or None,
        )

    def target(self, target: str, options: Json) -> handout.Document:
        """Return the document of a handout, program or file, or of an entry."""
        if target in self._library.entries():
            return self._library.entry(target)
        return self._library.compose(target, clinic=options.get("clinic") or None)

    def document(self, program: Json, options: Json) -> Json:
        """Set a program and return its pages, what stands where, and its problems."""
        try:
            document = self.compose(program, options)
            shown = self.shown(document, pdf_options_of(options))
        except handout.HandoutError as error:
            problems = self._problems(program, error.problems)
            return {"document": None, "problems": problems, "pages": [], "places": [], "doses": []}
        return {**shown, "problems": self._problems(program, document.problems)}

    def shown(self, document: handout.Document, options: Json) -> Json:
        """Return the pages of a document, and what stands where; they can then be drawn."""
        data = document.pdf(**options)
        name = sha256(data).hexdigest()[:24]
        self._printed[name] = data
        self._printed.move_to_end(name)
        while len(self._printed) > _DOCUMENTS:
            self.pictures.forget(self._printed.popitem(last=False)[0])
        sizes = self.pictures.sizes(name, data)
        doses = document.doses().items()
        return {
            "document": name,
            "title": document.title,
            "language": document.language,
            "pages": [
                {"width": width, "height": height, "digest": digest}
                for (width, height), digest in zip(
                    sizes, document.page_digests(**options), strict=True
                )
            ],
            "places": [
                {"page": place.page, "box": _box(place), "path": place.path}
                for place in document.places(**options)
            ],
            "doses": [{"path": path, "phrases": phrases} for path, phrases in doses],
            "lengths": document.session_lengths(),
        }

    def printed(self, name: str) -> bytes | None:
        """Return one of the last documents as a PDF file, or None if it is not kept any more."""
        return self._printed.get(name)

    def file(self, program: Json, options: Json, format_: str) -> tuple[bytes, str]:
        """Return a program as a file of a format, and the title of its handout."""
        if format_ == "yaml":
            title = str(program["handout"].get("title") or "")
            return handout.write_yaml(program), title
        document = self.compose(program, options)
        if format_ == "pdf":
            return document.pdf(**pdf_options_of(options)), document.title
        return (document.html() if format_ == "html" else document.epub()), document.title

    def _problems(self, program: Json, problems: Iterable[handout.Problem]) -> list[Json]:
        found = list(problems)
        paths = FieldPaths(program, handout.write_yaml(program)) if found else None
        return [
            {
                "severity": problem.severity.value,
                "message": problem.message,
                "hint": problem.hint,
                "path": paths.of(problem) if paths else None,
            }
            for problem in found
        ]


def _by_part(entry: handout.CatalogueEntry) -> tuple[str, str]:
    """Return where an entry stands in the library: at its first body part, by its name."""
    return (entry.regions or ("",))[0], entry.name.casefold()


def _keep_what_is_there() -> None:
    """Let the garbage collector pass over what the library holds from now on.

    To look through all of it takes 0.1 s, every hundred documents or so, while somebody waits.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def pdf_options_of(options: Json) -> Json:
    """Return the options of a PDF among those of the page, without those that say nothing."""
    chosen = {name: options[name] for name in _PDF_OPTIONS if options.get(name)}
    if chosen.get("edition") != "cards":
        chosen.pop("cards", None)
    return chosen


def _used(item: Any) -> str:  # noqa: ANN401 -- an item of a section as plain fields
    """Return the id of the entry that an item uses; empty for blocks and entries written there."""
    if isinstance(item, str):
        return item
    return str(item.get("use", "")) if isinstance(item, dict) else ""


def _box(place: handout.Place) -> list[float]:
    return [round(side, 1) for side in (place.left, place.top, place.width, place.height)]


def _blocks() -> list[Json]:
    """Return the blocks to pick, each with what it is and an example to change."""
    schema = json.loads(handout.schema_text("handout"))["$defs"]
    meanings = {
        key: definition["description"]
        for name, definition in schema.items()
        if name.endswith("Block")
        for key in definition["required"]
    }
    written = (Path(__file__).parent / "blocks.yaml").read_bytes()
    blocks = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 -- makes texts only
    return [{"key": key, "meaning": meanings[key], **block} for key, block in blocks.items()]


def _dosage_fields() -> list[Json]:
    """Return the fields of a dose, with what they mean and forms that they take."""
    dose = json.loads(handout.schema_text("exercise"))["$defs"]["Dose"]["properties"]
    return [
        {
            "key": key,
            "meaning": field["description"],
            "forms": [str(form) for form in field.get("examples", ())],
        }
        for key, field in dose.items()
    ]
