"""Handouts in every edition and on every paper, each built and read once per test run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import copytree

from page_ink import Box, Element, File, Ink, read_file
from pdf_facts import compose
from PIL import Image

from handout.cli.options import CARDS, EDITIONS, PAPERS
from handout.document import DocumentTree
from handout.print_options import PrintOptions
from handout.resources import built_in
from handout.theme import Theme
from handout.writers.pdf import PdfWriter, apply_edition
from handout.writers.pdf.sheets import CARDS as GRIDS

VARIANTS: dict[str, Theme] = {
    **{
        f"{name}-{paper}": PrintOptions(edition=name, paper=paper).theme()
        for name in EDITIONS
        for paper in PAPERS
    },
    **{
        f"cards-{cards}": PrintOptions(edition="cards", cards=int(cards)).theme() for cards in CARDS
    },
    **{
        f"{name}-booklet": PrintOptions(edition=name, booklet=True).theme()
        for name in ("standard", "compact", "large-print")
    },
    **{
        f"{name}-mono": PrintOptions(edition=name, mono=True).theme()
        for name in ("standard", "compact")
    },
}
"""Themes by name: each edition on each paper, and further print options."""

HANDOUTS = ("short", "long", "mixed", "every-block")

PHOTO = (1800, 1200)
"""Size in pixels of the photo in the mixed handout: too small for some editions only."""

_SECTIONS = {
    "Exercises": (
        *("bird-dog", "bridge-of-the-library", "chin-tuck", "clamshell", "foam-roll-outer-thigh"),
        *("heel-raise", "heel-slide", "lateral-band-walk", "pelvic-tilt", "prone-hip-extension"),
        *("quad-set", "shoulder-pendulum", "side-lying-hip-abduction", "single-leg-deadlift"),
        *("sit-to-stand", "step-up", "straight-leg-raise", "wall-sit", "wall-slide"),
    ),
    "Stretches": (
        *("doorway-chest-stretch", "figure-four-glute-stretch", "kneeling-hip-flexor-stretch"),
        *("pigeon-pose", "standing-it-band-stretch"),
    ),
}


def write_handouts(folder: Path) -> None:
    """Write three handouts: two entries, many of the library's, and every field that exists."""
    copytree(Path(__file__).parent / "content", folder, dirs_exist_ok=True)
    (folder / "handouts/short.yaml").write_text(
        "title: Two for your hip\nintro: Do both on most days.\nstop_if: [sharp pain, numbness]\n"
        "sections: [{entries: [clamshell, bridge-of-the-library]}]\n",
        "utf-8",
    )
    library = built_in("content")
    # The test content has a bridge of its own, which takes precedence over the library's.
    bridge = (library / "exercises/bridge.yaml").read_text("utf-8")
    (folder / "exercises/bridge-of-the-library.yaml").write_text(bridge, "utf-8")
    lines = ["title: All that there is", "log: {weeks: 6}", "intro: |", f"  {_LONG}"]
    lines += ["stop_if: [sharp pain, numbness]", "tip: {text: Rest on some days.}", "sections:"]
    for heading, ids in _SECTIONS.items():
        entries = ", ".join(ids)
        lines += [f"  - heading: {heading}", f"    intro: {_LONG}", f"    entries: [{entries}]"]
    (folder / "handouts/long.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    _write_mixed(folder)


def _write_mixed(folder: Path) -> None:
    photo = Image.effect_noise(PHOTO, 60).convert("RGB")
    photo.save(folder / "images/photo.jpg", quality=40)
    (folder / "exercises/with-photo.yaml").write_text(
        f"name: With a photo\nsummary: It has *no* dosage yet.\nstart: {_LONG}\nwhy: {_LONG}\n"
        f"steps: [Stand tall., {_LONG}, Breathe *slowly*., Go back.]\nmistakes: [{_LONG}]\n"
        f"pictures: [{{image: images/photo.jpg, alt: Sand, caption: {_LONG}}}]\n"
        "video: https://example.org/a/longer/address/of/a/video?with=parts\n",
        "utf-8",
    )
    every = (folder / "handouts/every-field.yaml").read_text("utf-8")
    assert "      - calf-stretch\n" in every
    mixed = every.replace(
        "      - calf-stretch\n",
        f"      - calf-stretch\n      - {{use: with-photo, note: {_LONG}}}\n"
        f"      - {{use: wall-sit, dosage: [{', '.join(_DOSES)}]}}\n",
    )
    (folder / "handouts/mixed.yaml").write_text(mixed, "utf-8")


_DOSES = (
    "{phase: weeks 1-2, hold: 10 s, reps: 5, times: [morning, 6 pm], limit: within comfort}",
    "{phase: weeks 3-5, hold: 30 s, reps: 5, frequency: [mon, wed, fri], rest: 1 min}",
    "{phase: once you can hold it for a whole minute without any pain, text: As we *plan* it.}",
)
_LONG = (
    "Take your time with this one and breathe on as you move. When it gets easy you can do a few"
    " more of them or hold a little longer. When it gets hard you can rest for a moment and go on."
)


@dataclass(eq=False)
class BuiltHandout:
    """One handout in one variant."""

    handout: str
    theme: Theme
    document: DocumentTree
    """The content of the handout in this edition."""
    data: bytes

    @cached_property
    def file(self) -> File:
        """The content read back from the file."""
        return read_file(self.data)

    @property
    def page_count(self) -> int:
        """The number of pages, or of sides of sheets."""
        return len(self.file.sizes)

    @property
    def content_height(self) -> float:
        """The height between the margins of a page or card."""
        theme = self.theme
        if theme.cards:
            return theme.page[1] / GRIDS[theme.cards][1] - 2 * theme.margin_top
        return theme.text_height

    def frame(self, ink: Ink) -> tuple[int, int]:
        """Return the page of some ink, and the column, half page or card in it."""
        across, down = GRIDS.get(self.theme.cards, (self.theme.columns, 1))
        across *= 2 if self.theme.folded else 1
        width, height = self.file.sizes[ink.page]
        column = int(ink.box[0] / width * across)
        row = int((height - ink.box[3]) / height * down)
        return ink.page, row * across + column


class BuiltHandouts:
    """Builds each handout in each variant on first use."""

    def __init__(self, folder: Path) -> None:
        write_handouts(folder)
        self.folder = folder
        self._documents = {name: compose(name, folder) for name in HANDOUTS}
        self._writers: dict[str, PdfWriter] = {}
        self._built: dict[tuple[str, str], BuiltHandout] = {}

    def get(self, handout: str, variant: str) -> BuiltHandout:
        key = handout, variant
        if key not in self._built:
            theme = VARIANTS[variant]
            writer = self._writers.setdefault(variant, PdfWriter(theme))
            document = self._documents[handout]
            shown, _ = apply_edition(document, theme)
            self._built[key] = BuiltHandout(handout, theme, shown, writer.write(document))
        return self._built[key]

    def all(self, variant: str) -> list[BuiltHandout]:
        return [self.get(handout, variant) for handout in HANDOUTS]


def bounds(inks: list[Ink]) -> Box:
    """Return the bounding box of some ink."""
    lefts, bottoms, rights, tops = zip(*(ink.box for ink in inks), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def entries(file: File) -> list[Element]:
    return [element for element in file.elements if element.kind == "Entry"]


def step_lists(file: File) -> list[list[Element]]:
    """Return the items of each list of steps."""
    items = [element for element in file.elements if element.kind == "LI"]
    return [
        [item for item in items if item.above[-1] is steps]
        for steps in file.elements
        if steps.kind == "L" and steps.ordered
    ]


def is_code(built: BuiltHandout, figure: Element) -> bool:
    """Return whether a figure is a QR code, which is black on white."""
    return {ink.colour for ink in built.file.of(figure)} == {"#FFFFFF", "#000000"}
