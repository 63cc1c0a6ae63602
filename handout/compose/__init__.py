"""Make the Document of a handout: the only place that decides what it holds, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from handout import document as doc
from handout import model, wording
from handout.clinic import Clinic
from handout.compose.builder import Nodes
from handout.compose.parts import Made
from handout.compose.sections import LOG_SESSIONS, most_sessions
from handout.compose.texts import inline
from handout.dosage import Dosage
from handout.errors import Problems
from handout.home_program import HomeProgram, tailor_handout
from handout.inline import plain_text
from handout.library import PROGRAMS, Library, Located
from handout.located import Mapping, Text
from handout.wording import LABELS


def compose_handout(
    handout: model.Handout, library: Library, problems: Problems, clinic: Clinic | None = None
) -> doc.DocumentTree | None:
    """Return the Document of a handout, or None where an entry or picture of it is not there.

    Every problem is noted, those of the entries too.
    """
    return Composer(library).handout(handout, problems, clinic=clinic)


def compose_program(
    program: HomeProgram, library: Library, problems: Problems, clinic: Clinic | None = None
) -> doc.DocumentTree | None:
    """Return the Document of a program, or None where something that it names is not there.

    What was changed for the patient is marked as changed.
    """
    return Composer(library).program(program, problems, clinic)


class Composer:
    """Compose many handouts over one library.

    What is not changed for a patient gives the identical nodes each time.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made = Made()

    def target(
        self,
        located: Located,
        problems: Problems,
        personal: Mapping | None = None,
        clinic: Clinic | None = None,
    ) -> doc.DocumentTree | None:
        """Return the Document of a handout or program, personal fields laid over it."""
        if located.folder == PROGRAMS:
            program = self._library.program(located, personal)
            return self.program(program, problems, clinic) if program else None
        handout = self._library.handout(located)
        if handout is None or personal is None:
            return self.handout(handout, problems, clinic=clinic) if handout else None
        program = self._library.program(located, personal)
        return self.handout(handout, problems, program, clinic) if program else None

    def program(
        self, program: HomeProgram, problems: Problems, clinic: Clinic | None = None
    ) -> doc.DocumentTree | None:
        """Return the Document of a program, as `compose_program` does."""
        handout = self._library.used_handout(program)
        return self.handout(handout, problems, program, clinic) if handout else None

    def handout(
        self,
        handout: model.Handout,
        problems: Problems,
        program: HomeProgram | None = None,
        clinic: Clinic | None = None,
    ) -> doc.DocumentTree | None:
        """Return the Document of a handout, as a program has it where there is one."""
        _warn_repeats(handout, problems)
        own = Problems()
        if program:
            handout = tailor_handout(handout, program, own)
        problems.extend(own.in_order())
        nodes = Nodes(self._library, fillable=True, made=self._made, complete=not own.has_errors)
        children = nodes.handout(handout, program, clinic)
        if not nodes.complete:
            return None
        _warn_full_log(handout, nodes.dosages, problems)
        return doc.DocumentTree(
            # Also of a program: a patient's name is no fact about a file.
            title=plain_text(inline(handout.title)),
            language=str(handout.language),
            author=plain_text(inline(handout.author.name)) if handout.author else "",
            folio=LABELS["folio"],
            label_language=wording.LANGUAGE,
            accent=str(clinic.colour) if clinic and clinic.colour else "",
            foot=plain_text(inline(clinic.footer)) if clinic and clinic.footer else "",
            card_log=nodes.log(handout),
            children=children,
        )


def compose_clinic(clinic: Clinic, library: Library) -> doc.DocumentTree | None:
    """Return a letterhead as a Document of its own, or None where its logo is not there."""
    nodes = Nodes(library, fillable=False)
    children = nodes.letterhead(clinic)
    if not nodes.complete:
        return None
    foot = plain_text(inline(clinic.footer)) if clinic.footer else ""
    return _alone(clinic.name, children, foot)


def compose_entry(entry: model.Entry, library: Library) -> doc.DocumentTree | None:
    """Return one entry as a Document of its own, or None where a picture is not there."""
    nodes = Nodes(library, fillable=False)
    node = nodes.entry(entry, number=None, level=1)
    if not nodes.complete:
        return None
    return _alone(entry.name, [node])


def _alone(name: Text, children: Sequence[doc.Block], foot: str = "") -> doc.DocumentTree:
    """Return a part of a handout as a Document of its own."""
    return doc.DocumentTree(
        title=plain_text(inline(name)),
        language=wording.LANGUAGE,
        author="",
        folio=LABELS["folio"],
        label_language=wording.LANGUAGE,
        foot=foot,
        children=tuple(children),
    )


def _warn_repeats(handout: model.Handout, problems: Problems) -> None:
    uses = Counter[str]()
    for use in handout.uses():
        uses[use.id.value] += 1
        if uses[use.id.value] == 2:
            problems.warning(f"'{use.id}' is used twice in this handout", use.origin)


def _warn_full_log(
    handout: model.Handout, dosages: Sequence[Dosage | None], problems: Problems
) -> None:
    sessions = most_sessions(dosages)
    if handout.log and sessions > LOG_SESSIONS:
        message = f"an entry is done {sessions} times a day; the log has {LOG_SESSIONS} boxes a day"
        hint = "tell the patient when a box is full, or leave out 'log'"
        problems.warning(message, handout.log.origin, hint)
