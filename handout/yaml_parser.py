"""Parse YAML into a located tree.

Every scalar stays text: nothing is turned into a number, a date or a boolean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NoReturn

import yaml

from handout import limits
from handout.errors import Origin, Problem, Problems, Severity
from handout.folding import unfold
from handout.located import (
    SUSPECT,
    TOO_LARGE,
    Field,
    LeftOut,
    Mapping,
    Node,
    Sequence,
    Text,
    is_empty,
    suspect,
)
from handout.yaml_mistakes import (
    LONGEST_SENTENCE,
    ODD_SPACE,
    SPACE_HINT,
    comma_problems,
    line_problems,
    named,
    plain_problems,
    quoted,
    quotes_hint,
    syntax_problem,
)

MOST_CHARACTERS: Final = 20
"""Most characters to report in a file, so that they do not bury its other problems."""


def parse_yaml(data: bytes, name: str, problems: Problems) -> Mapping | None:
    """Return the fields of a YAML file from its bytes, or None after noting its problems."""
    text = _decoded(data, name, problems)
    if text is None:
        return None
    try:
        return _Builder(name, problems).build(text)
    except _Refused as refused:
        problems.note(refused.problem)
        return None


def _decoded(data: bytes, name: str, problems: Problems) -> str | None:
    """Decode UTF-8 without its byte order mark, or return None after noting the problems."""
    start = Origin(name, 1, 1)
    if len(data) > limits.FILE_BYTES:
        problems.error(TOO_LARGE, start)
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        problems.error("the file is in UTF-16 or UTF-32", start, "save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `error.object` has no byte order mark, which would shift the first line.
        before, byte = error.object[: error.start], error.object[error.start]
        message = f"byte 0x{byte:02X} is not UTF-8"
        problems.error(message, _end_of(before.decode(), name), "save the file as UTF-8")
        return None
    found = Counter[Severity]()
    for problem in _check_characters(text, start):
        found[problem.severity] += 1
        if found[problem.severity] <= MOST_CHARACTERS:
            problems.note(problem)
    return None if found[Severity.ERROR] else text


def _end_of(text: str, file: str) -> Origin:
    """Return the position after the beginning of a file."""
    lines = _LINE_END.split(text)
    return Origin(file, len(lines), len(lines[-1]) + 1)


def _check_characters(text: str, start: Origin) -> Iterator[Problem]:
    """Yield a problem for each character that must not, or should not, reach a page."""
    line, begin, counted = start.line, 0, 0
    for match in re.finditer(SUSPECT, text):
        for end in _LINE_END.finditer(text, counted, match.start()):
            line, begin = line + 1, end.end()
        counted = match.start()
        yield suspect(match[0], Origin(start.file, line, match.start() - begin + 1))


class _Refused(Exception):  # noqa: N818 -- it never leaves this module
    """Raised to stop parsing a file."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class _Builder:
    """Builds nodes from the events of the YAML parser."""

    def __init__(self, file: str, problems: Problems) -> None:
        self._file = file
        self._start = Origin(file, 1, 1)
        self._problems = problems
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._unused: dict[str, Origin] = {}
        self._doubts: list[Problem] = []
        """Kept back, because if the file is no YAML, the error says more."""
        self._weight = 0
        self._source = ""

    def build(self, text: str) -> Mapping | None:
        """Return the fields of the only document; raise _Refused for YAML that is not allowed."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._source = text
        try:
            return self._document(yaml.parse(text, Loader=loader))
        except yaml.MarkedYAMLError as error:
            raise _Refused(syntax_problem(error, text, self._start)) from error

    def _document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse(event, "a second document starts here", "move it to its own file")
                root = self._node(next(events), events, 0)
        self._problems.extend(self._doubts)
        for anchor, origin in self._unused.items():
            message = f"'&{anchor}' names the value for YAML, and is not printed"
            self._problems.warning(message, origin, "if it is text, put quotes around all of it")
        if root is None or is_empty(root):
            self._problems.error("the file is empty", self._start)
            return None
        if not isinstance(root, Mapping):
            self._problems.error(
                "the file must contain fields", root.origin, "start it with 'name: …' or 'title: …'"
            )
            return None
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        """Build the node that starts with an event."""
        before = self._weight
        self._weight += 1 + len(getattr(event, "value", "")) // 100
        if depth > limits.NESTED_VALUES:
            self._refuse(event, "values are nested too deeply")
        if self._weight > limits.VALUES:
            self._refuse(event, "the file contains too many values")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        tag = getattr(event, "tag", None)
        if tag:
            hint = "write plain text" if ":" in tag else self._quotes(event, "!")
            self._refuse(event, f"the tag '{tag}' is not allowed", hint)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = None
        origin = self._origin(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._text(event, origin)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(origin, events, depth)
            if event.flow_style:
                self._problems.extend(comma_problems(node))
        else:
            node = self._mapping(event, events, depth)
        if anchor:
            self._anchors[anchor] = (node, self._weight - before)
        return node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            message = f"there is no '&{event.anchor}' before this"
            self._refuse(event, message, self._quotes(event, "*"))
        anchored = self._anchors[event.anchor]
        if anchored is None:
            self._refuse(event, f"'*{event.anchor}' refers to itself")
        self._unused.pop(event.anchor, None)
        node, weight = anchored
        self._weight += weight
        if self._weight > limits.VALUES:
            self._refuse(event, "aliases make the file too large")
        return node

    def _text(self, event: yaml.ScalarEvent, origin: Origin) -> Text:
        value, written = event.value, ""
        if len(value) > limits.CHARACTERS:
            message = f"the text has {len(value):,} characters: the limit is {limits.CHARACTERS:,}"
            self._refuse(event, message, "divide it, or look for a quotation mark without its pair")
        if event.start_mark and event.end_mark:
            written = self._source[event.start_mark.index : event.end_mark.index]
        # Those in the file itself are already reported; an escape such as "\0" is not.
        suspects = set(re.findall(SUSPECT, value)) - set(written)
        for character in sorted(suspects):
            self._problems.note(suspect(character, origin))
        if event.end_mark and not event.style:
            self._check_comment(value, written, event.end_mark.index)
            self._doubts += plain_problems(value, origin)
        if event.anchor:
            self._unused[event.anchor] = origin
        if event.start_mark and event.style != "|" and "\n" in written:
            start = event.start_mark
            before = self._source[start.index - start.column : start.index]
            self._doubts += line_problems(event, written, before, origin)
        if not value and not event.style:
            return LeftOut(value, origin)
        return Text(unfold(value, written), origin)

    def _check_comment(self, value: str, written: str, end: int) -> None:
        """Warn of words that YAML drops as a comment behind text without quotes."""
        comment = _COMMENT.match(self._source, end)
        if comment is None:
            return
        # Behind a number or an id, two spaces say that it is meant as one; behind nothing, a space
        # after the sign does.
        words = " " in value or (len(comment[1]) == 1 and not value.isdigit())
        if not (words if value else comment[2][1:2].isalnum()):
            return
        message = "from '#' on this line is a comment, which is not printed"
        text = " ".join(f"{written}{comment[0]}".split())
        # In brackets, what closes them is not part of the text.
        form = "put quotes around all of the text"
        if text[-1] not in "]},":
            form = f"write {quoted(text)}, with the quotes"
        hint = f"if it belongs to the text, {form}"
        origin = _end_of(self._source[: comment.start(2)], self._file)
        self._problems.warning(message, origin, hint)

    def _sequence(self, origin: Origin, events: Iterator[yaml.Event], depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return Sequence(tuple(items), origin)

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Mapping:
        fields: dict[str, Field] = {}
        name, begin = "", 0
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value_start = next(events)
            value = self._node(value_start, events, depth + 1)
            if not isinstance(key, Text):
                self._problems.error("a field's name must be a word", key.origin)
            elif found := re.match(ODD_SPACE, key.value):
                message = f"before the name of a field there is {named(found[0])}"
                self._problems.error(message, key.origin, SPACE_HINT)
            elif name and (whole := self._cut_text(begin, event)):
                message = f"the comma before this ends the text of '{name}'"
                self._problems.error(message, key.origin, f"write {name}: {quoted(whole)}")
                fields[name] = Field(fields[name].key, Text(whole, fields[name].value.origin))
            elif key.value in fields:
                line = fields[key.value].key.origin.line
                self._problems.error(
                    f"'{key.value}' is given twice", key.origin, f"it is also given in line {line}"
                )
            else:
                fields[key.value] = Field(key, value)
                is_plain = isinstance(value_start, yaml.ScalarEvent) and not value_start.style
                may_go_on = is_plain and getattr(start, "flow_style", False) and not is_empty(value)
                name = key.value if may_go_on else ""
                begin = value_start.start_mark.index if value_start.start_mark else 0
        return Mapping(fields, self._origin(start))

    def _cut_text(self, begin: int, key: yaml.Event) -> str | None:
        """Return the text from an index to a field without a colon; None if there is a colon.

        Only between braces may the name of a field stand without one.
        """
        if key.end_mark is None or _COLON.match(self._source, key.end_mark.index):
            return None
        text = self._source[begin : key.end_mark.index]
        return text if len(text) <= LONGEST_SENTENCE else None

    def _quotes(self, event: yaml.Event, sign: str) -> str | None:
        """Return how to write a text that starts with a sign of YAML."""
        origin = self._origin(event)
        return quotes_hint(self._line(origin.line), sign, origin.column - 1)

    def _line(self, number: int) -> str:
        """Return a line of the file; none is behind the last one."""
        return "".join(self._source.splitlines()[number - 1 : number])

    def _origin(self, event: yaml.Event) -> Origin:
        mark = event.start_mark
        return Origin(self._file, mark.line + 1, mark.column + 1) if mark else self._start

    def _refuse(self, event: yaml.Event, message: str, hint: str | None = None) -> NoReturn:
        raise _Refused(Problem(message, self._origin(event), hint))


_LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""Ends of lines, as the parser counts them (YAML 1.1, 5.4)."""

_COMMENT: Final = re.compile(r"([ \t]+)(#[^\r\n]*)")
"""What follows a value on its line."""

_COLON: Final = re.compile(r"\s*:")
