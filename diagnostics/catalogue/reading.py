"""YAML as the catalogue's files use it: texts, lists and groups of named fields, nothing else.

A file may come from anybody. References within a file, which can make a few lines stand for
gigabytes, and deep nesting, which ends the process in the C library, are refused while reading.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import events

from diagnostics.catalogue.places import Path

VALUES = (events.ScalarEvent, events.CollectionStartEvent, events.CollectionEndEvent)
DEEPEST = 20  # lists and groups within each other; the catalogue has eight


class ReadingError(ValueError):
    """A file that is not what we read; the message begins with `line 3` where that is known."""


def parse(data: bytes) -> Any:
    """The data of a file: dictionaries, lists and strings, so that `on` and `429` stay as they are.

    An empty file is None. Raises `ReadingError`.
    """
    root: list[Any] = []
    around: list[tuple[Any, str | None]] = []
    inner: Any = root  # the list or group that is being filled
    name: str | None = None  # of the field whose value comes next
    for event in _events(data):
        if isinstance(event, events.CollectionEndEvent):
            inner, name = around.pop()
            continue
        value = _begun(event)
        if type(inner) is list:
            inner.append(value)
        elif name is None:
            name = _new_name(inner, value, event)
            continue
        else:
            inner[name] = value
            name = None
        if type(value) is not str:
            around.append((inner, name))
            inner, name = value, None
            if len(around) > DEEPEST:
                raise _error("lists and fields stand too deep within each other", event)
    return root[0] if root else None


def line_of(data: bytes, path: Path) -> int:
    """The line, counted from 1, on which a place of a file stands that `parse` has read.

    path: names, and numbers counted from 1. Where it leads nowhere, such as to a field that is
    missing, the line is that of the last part that exists.
    """
    node = yaml.compose(data, Loader=yaml.CBaseLoader)
    line = 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = next(((v, v) for v in node.value[part - 1 : part]), None)
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line, found[1]
    return line + 1


def _events(data: bytes) -> Iterator[Any]:
    """The texts, lists and groups of a file as YAML finds them, with the ends of the latter."""
    documents = 0
    try:
        for event in yaml.parse(data.decode(), Loader=yaml.CBaseLoader):
            _refuse(event)
            documents += isinstance(event, events.DocumentStartEvent)
            if documents > 1:
                raise _error("a second document (---) is not read", event)
            if isinstance(event, VALUES):
                yield event
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        msg = f"line {line}: this is not a text in UTF-8"
        raise ReadingError(msg) from None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        msg = f"{place}this is not YAML: {problem.problem}"
        raise ReadingError(msg) from None
    except yaml.YAMLError as problem:
        msg = f"this is not YAML: {str(problem).splitlines()[0]}"
        raise ReadingError(msg) from None


def _refuse(event: Any) -> None:
    if isinstance(event, events.AliasEvent):
        raise _error("a reference to another place (*) is not read; write it out", event)
    if isinstance(event, events.ScalarEvent) and "\0" in event.value:
        raise _error("a text has the character NUL", event)


def _begun(event: Any) -> Any:
    """A text, or a list or group that is still empty."""
    if isinstance(event, events.ScalarEvent):
        return event.value
    return [] if isinstance(event, events.SequenceStartEvent) else {}


def _new_name(group: dict[str, Any], name: Any, event: Any) -> str:
    if not isinstance(name, str):
        raise _error("the name of a field must be a word", event)
    if name in group:
        raise _error(f"{name}: this field stands there twice", event)
    return name


def _error(reason: str, event: Any) -> ReadingError:
    return ReadingError(f"line {event.start_mark.line + 1}: {reason}")
