"""The catalogue as YAML files, one an entry, readable in a pull request.

The files are a tree: a mapping from names such as `cases/too-long.yaml` to what the file holds.
It comes from a folder or a zip file, or is made from a catalogue.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from diagnostics.catalogue import archives, reading
from diagnostics.catalogue.places import Problem
from diagnostics.catalogue.schema import Content

SHIPPED = Path(__file__).parent / "content"
INDEX = "index.yaml"
LISTS = ("phrases", "remarks", "keywords")
FOLDERS = ("questions", "cases", "codes", "providers", "guides", "terms")

Tree = Mapping[str, bytes]


class ContentError(ValueError):
    """Content that cannot be used; the message names place and reason, one a line."""


def read_tree(source: Path = SHIPPED) -> Tree:
    """The files of a folder or of a zip file. Raises `ContentError`."""
    if source.suffix == ".zip":
        return unpacked(_bytes(source))
    files = [source / INDEX, *(source / f"{name}.yaml" for name in LISTS)]
    for kind in FOLDERS:
        files += sorted((source / kind).glob("*.yaml"))
    return {file.relative_to(source).as_posix(): _bytes(file) for file in files if file.exists()}


def unpacked(data: bytes) -> Tree:
    """The files of a zip file. Raises `ContentError`."""
    try:
        return archives.unpacked(data, _is_ours)
    except archives.ArchiveError as problem:
        raise ContentError(str(problem)) from None


def write_tree(tree: Tree, target: Path) -> None:
    """Write a folder or a zip file; in a folder, files of entries that are gone are removed."""
    if target.suffix == ".zip":
        target.write_bytes(archives.packed(tree))
        return
    for name, data in tree.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    for kind in FOLDERS:
        for file in (target / kind).glob("*.yaml"):
            if f"{kind}/{file.name}" not in tree:
                file.unlink()


def read_content(source: Path = SHIPPED) -> Content:
    """Read and validate a folder or a zip file. Raises `ContentError`."""
    return content_of(read_tree(source))


def content_of(tree: Tree) -> Content:
    """The catalogue that files hold. Raises `ContentError` naming file, line and field."""
    index = _index(tree)
    data: dict[str, Any] = {name: _parsed(tree, f"{name}.yaml") for name in LISTS}
    data["aliases"] = index.pop("aliases", [])
    for kind, slugs in index.items():
        data[kind] = [_entry(tree, kind, slug) for slug in slugs]
    try:
        return Content.model_validate(data)
    except ValidationError as error:
        raise refusal(_problems(data, error), tree) from None


def tree_of(content: Content) -> Tree:
    """The files that hold a catalogue, always the same for the same catalogue."""
    data = as_data(content)
    _put_grades_in_order(data)
    index = {kind: [node["slug"] for node in data.get(kind, [])] for kind in FOLDERS}
    tree = {INDEX: index | {"aliases": data.get("aliases", [])}}
    tree |= {f"{name}.yaml": data.get(name, []) for name in LISTS}
    for kind in FOLDERS:
        tree |= {f"{kind}/{node['slug']}.yaml": node for node in data.get(kind, [])}
    return {name: as_yaml(part).encode() for name, part in tree.items()}


def refusal(problems: Iterable[Problem], tree: Tree) -> ContentError:
    """Problems of a catalogue as those of the files that it was read from."""
    return ContentError("\n".join(in_files(problem, tree) for problem in problems))


def in_files(problem: Problem, tree: Tree) -> str:
    """A problem as `cases/too-long.yaml, line 42: steps 2, text (English): …`."""
    kind, slug, path = problem.kind, problem.slug, problem.path
    if slug and kind in FOLDERS:
        name, entry = f"{kind}/{slug}.yaml", ""
    else:
        name, entry = (INDEX, slug) if kind == "aliases" else (f"{kind}.yaml", slug)
        path = (_number(tree[name], slug), *path) if slug else path
        path = (kind, *path) if name == INDEX else path
    place = f"{name}, line {reading.line_of(tree[name], path)}"
    return problem.said_of(f"{place}: {entry}" if entry else place) + "."


def validated(data: dict[str, Any]) -> Content:
    """Check a dictionary against the schema. Raises `ContentError` naming entry and field."""
    try:
        return Content.model_validate(data)
    except ValidationError as error:
        raise ContentError("\n".join(map(str, _problems(data, error)))) from None


def as_data(content: Content) -> dict[str, Any]:
    """The catalogue as plain data, without fields that hold their default."""
    return content.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def whole_data(content: Content) -> dict[str, Any]:
    """The catalogue as plain data with every field, for comparing."""
    return content.model_dump(mode="json", by_alias=True)


def fingerprint(data: Mapping[str, Any]) -> str:
    """The same text for the same data, and another one for other data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class _Dumper(yaml.CSafeDumper):
    """Block style; texts of several lines as such."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def as_yaml(data: Any) -> str:
    """Data as the files hold it."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100))


def entries(content: Content) -> Iterator[tuple[str, str]]:
    """Every page of the catalogue as (kind, slug), in order."""
    for kind in FOLDERS:
        for node in getattr(content, kind):
            yield kind, node.slug


def _put_grades_in_order(data: dict[str, Any]) -> None:
    """Evidence in the order of the questions and answers; a database gives it in any order."""
    questions = {
        question["slug"]: [option["value"] for option in question.get("options", [])]
        for question in data.get("questions", [])
    }
    for case in data.get("cases", []):
        if "evidence" in case:
            grades = case["evidence"]
            case["evidence"] = {
                slug: _sorted(grades[slug], questions.get(slug, []))
                for slug in _sorted(grades, list(questions))
            }
        for pattern in case.get("patterns", []):
            if "also" in pattern:
                pattern["also"] = _sorted(pattern["also"], [])


def _sorted(mapping: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """A mapping in the order of these keys, then of the alphabet."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return dict(sorted(mapping.items(), key=lambda item: (ranks.get(item[0], len(order)), item[0])))


def _is_ours(name: str) -> bool:
    """Whether a file of this name belongs to a catalogue."""
    folder, slash, file = name.rpartition("/")
    if slash:
        return folder in FOLDERS and re.fullmatch(r"[a-z0-9-]+\.yaml", file) is not None
    return file == INDEX or file in {f"{name}.yaml" for name in LISTS}


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        msg = f"{file}: the file cannot be read: {problem.strerror}."
        raise ContentError(msg) from None


def _parsed(tree: Tree, name: str) -> Any:
    if name not in tree:
        msg = f"{name}: the file is missing."
        raise ContentError(msg)
    try:
        return reading.parse(tree[name])
    except reading.ReadingError as problem:
        msg = f"{name}, {problem}."
        raise ContentError(msg) from None


def _index(tree: Tree) -> dict[str, Any]:
    """Which entries there are, and in what order; every file of an entry must be listed."""
    index = _parsed(tree, INDEX)
    if not isinstance(index, dict):
        msg = f"{INDEX}: this must be the lists {', '.join(FOLDERS)} and aliases."
        raise ContentError(msg)
    for kind, slugs in index.items():
        place = f"{INDEX}, line {reading.line_of(tree[INDEX], (kind,))}: {kind}"
        if kind not in {*FOLDERS, "aliases"}:
            msg = f"{place}: there is no such list."
            raise ContentError(msg)
        if kind in FOLDERS and not _are_texts(slugs):
            msg = f"{place}: this must be a list of the slugs of {kind}, each in a line with “- ”."
            raise ContentError(msg)
        if kind in FOLDERS and len({*slugs}) < len(slugs):
            twice = next(slug for slug in slugs if slugs.count(slug) > 1)
            msg = f"{place}: {twice} is listed twice."
            raise ContentError(msg)
    for kind in FOLDERS:
        files = {name.removesuffix(".yaml") for name in tree if name.startswith(f"{kind}/")}
        unlisted = files - {f"{kind}/{slug}" for slug in index.setdefault(kind, [])}
        if unlisted:
            msg = f"{INDEX}: {kind}: not listed: {', '.join(sorted(unlisted))}."
            raise ContentError(msg)
    return index


def _entry(tree: Tree, kind: str, slug: str) -> Any:
    """The data of the file of an entry, which must say the slug that its name says."""
    name = f"{kind}/{slug}.yaml"
    entry = _parsed(tree, name)
    if not isinstance(entry, dict) or entry.get("slug") != slug:
        line = reading.line_of(tree[name], ("slug",))
        msg = f"{name}, line {line}: slug: this must be “{slug}”, as the file is named."
        raise ContentError(msg)
    return entry


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _problems(data: dict[str, Any], error: ValidationError) -> list[Problem]:
    return [_problem(data, detail) for detail in error.errors(include_url=False)]


def _problem(data: dict[str, Any], detail: Any) -> Problem:
    """What pydantic has found, with its place counted from 1 and the entry named by its slug."""
    kind, *rest = detail["loc"]
    path = tuple(part + 1 if isinstance(part, int) else part for part in rest if part != "[key]")
    slug = ""
    if rest and isinstance(rest[0], int):
        node = data[kind][rest[0]]
        slug = str(node.get("slug") or node.get("old") or "") if isinstance(node, dict) else ""
    known = REASONS.get(detail["type"])
    reason = known.format(**detail.get("ctx", {})) if known else detail["msg"]
    return Problem(str(kind), slug, path[1:] if slug else path, reason)


# What pydantic calls it -> what an editor is told; the rest in pydantic's own words.
REASONS = {
    "missing": "this field is missing",
    "extra_forbidden": "there is no such field",
    "string_type": "this must be a text",
    "string_too_short": "this is empty",
    "string_too_long": "this is longer than {max_length} characters",
    "tuple_type": "this must be a list, each item in a line with “- ”",
    "dict_type": "this must be a group of fields",
    "model_type": "this must be a group of fields",
    "too_short": "there must be at least {min_length}",
    "literal_error": "this must be {expected}",
    "enum": "this must be {expected}",
    "int_parsing": "this must be a whole number",
    "string_pattern_mismatch": "this does not have the form {pattern}",
}


def _number(data: bytes, slug: str) -> int:
    """Which entry of a file that holds a list has this slug, counted from 1."""
    found = reading.parse(data)
    rows = found.get("aliases", []) if isinstance(found, dict) else found
    return [row.get("slug") or row.get("old") for row in rows].index(slug) + 1
