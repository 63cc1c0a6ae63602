"""Find the pictures that a handout shows, each with the person and the side that it asks for."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from handout import model
from handout.clinic import Clinic
from handout.compose.entries import ShownPicture
from handout.errors import Origin, Problems
from handout.figures.people import DEFAULT_PERSON
from handout.picture_files import PictureFile, PictureFiles


class PictureFinder(Struct):
    """Finds the pictures of one handout, and notes what is wrong with them."""

    files: PictureFiles
    problems: Problems
    cast: str = ""
    """Who is drawn in figures; empty for whoever their poses name."""
    complete: bool = True
    """Whether all pictures were found so far."""
    _undrawn: dict[str, None] = field(default_factory=dict)
    """The figures that have not been drawn with that person."""

    def logo(self, clinic: Clinic) -> PictureFile | None:
        """Return the logo of a clinic, or None if it has none or it is not found."""
        logo = self.files.logo(clinic, self.problems)
        self.complete = self.complete and (logo is not None or not clinic.logo)
        return logo

    def of_block(self, block: model.AnyBlock) -> tuple[ShownPicture | None, ...]:
        """Return the pictures of a block, or None for a step without one."""
        match block:
            case model.StepsBlock():
                return self.of_steps(block.steps)
            case model.PictureBlock():
                return (self._picture(block.picture),)
            case model.PicturesBlock():
                return self.of(block.pictures)
            case _:
                return ()

    def of_steps(
        self, steps: Iterable[model.Step], entry: model.Entry | None = None
    ) -> tuple[ShownPicture | None, ...]:
        """Return the picture of each step, or None for a step without one."""
        return tuple(self._picture(step.picture, entry) if step.picture else None for step in steps)

    def of(
        self, pictures: Iterable[model.Picture], entry: model.Entry | None = None
    ) -> tuple[ShownPicture, ...]:
        """Return pictures; those that are not found are left out."""
        found = (self._picture(picture, entry) for picture in pictures)
        return tuple(picture for picture in found if picture)

    def _picture(
        self, picture: model.Picture, entry: model.Entry | None = None
    ) -> ShownPicture | None:
        """Return a picture, or None if it is not found."""
        file = self.files.file(picture, self.problems, self.cast)
        if file is None:
            self.complete = False
            return None
        if self.cast and picture.figure and file.path.stem == picture.figure.value:
            drawn = self.files.person(picture.figure, self.problems) or DEFAULT_PERSON
            if drawn != self.cast:
                self._undrawn[picture.figure.value] = None
        mirrored = entry is not None and self._shows_other_side(entry, picture)
        return ShownPicture(picture, file, mirrored)

    def _shows_other_side(self, entry: model.Entry, picture: model.Picture) -> bool:
        """Return whether a drawn figure works with another side than the one to be shown."""
        if picture.figure is None:
            if entry.shown_side:
                message = f"a photo cannot be turned to show the {entry.shown_side} side"
                hint = "give a photo of that side, or leave out 'shown_side'"
                self.problems.warning(message, picture.origin, hint)
            return False
        side = entry.dosage.side.which if entry.dosage and entry.dosage.side else None
        wanted = entry.shown_side or side
        if wanted not in {*model.ShownSide}:
            return False
        drawn = self.files.side(picture.figure, self.problems)
        return {drawn, wanted} == {*model.ShownSide}

    def warn_undrawn(self, origin: Origin) -> None:
        """Note the figures that show somebody else than the handout or the clinic asks for."""
        if self._undrawn:
            ids = " ".join(self._undrawn)
            message = f"not all figures are drawn with {self.cast}: {', '.join(self._undrawn)}"
            hint = f"run 'handout figure {ids} --cast {self.cast} --content FOLDER'"
            self.problems.warning(message, origin, hint)
