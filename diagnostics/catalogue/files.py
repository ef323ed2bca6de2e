"""The catalogue as YAML files, one a case, readable in a pull request.

Reading knows only strings, so that `on`, `no` and `429` stay what they are.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from diagnostics.catalogue.schema import Content

SHIPPED = Path(__file__).parent / "content"
INDEX = "index.yaml"
LISTS = ("phrases", "remarks", "keywords")
FOLDERS = ("questions", "cases", "codes", "providers", "guides", "terms")


class ContentError(ValueError):
    """Content that cannot be used; the message names file, field and reason, one a line."""


def read_content(folder: Path = SHIPPED) -> Content:
    """Read and validate a content folder. Raises `ContentError`."""
    index = _load(folder / INDEX)
    data: dict[str, Any] = {name: _load(folder / f"{name}.yaml") for name in LISTS}
    data["aliases"] = index.get("aliases", [])
    for kind in FOLDERS:
        slugs = index.get(kind, [])
        unlisted = {file.stem for file in (folder / kind).glob("*.yaml")} - set(slugs)
        if unlisted:
            msg = f"{INDEX}: {kind}: not listed: {', '.join(sorted(unlisted))}."
            raise ContentError(msg)
        data[kind] = [_load(folder / kind / f"{slug}.yaml") for slug in slugs]
    return validated(data)


def validated(data: dict[str, Any]) -> Content:
    """Check a dictionary against the schema. Raises `ContentError` naming file and field."""
    try:
        return Content.model_validate(data)
    except ValidationError as problem:
        lines = (_sentence(data, error) for error in problem.errors())
        raise ContentError("\n".join(lines)) from None


def write_content(content: Content, folder: Path) -> None:
    """Write the files of a content folder; files of entries that are gone are removed."""
    data = as_data(content)
    index = {kind: [node["slug"] for node in data.get(kind, [])] for kind in FOLDERS}
    _dump(index | {"aliases": data.get("aliases", [])}, folder / INDEX)
    for name in LISTS:
        _dump(data.get(name, []), folder / f"{name}.yaml")
    for kind in FOLDERS:
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for file in (folder / kind).glob("*.yaml"):
            if file.stem not in index[kind]:
                file.unlink()
        for node in data.get(kind, []):
            _dump(node, folder / kind / f"{node['slug']}.yaml")


def as_data(content: Content) -> dict[str, Any]:
    """The catalogue as plain data, without fields that hold their default."""
    return content.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def whole_data(content: Content) -> dict[str, Any]:
    """The catalogue as plain data with every field, for comparing."""
    return content.model_dump(mode="json", by_alias=True)


def _load(file: Path) -> Any:
    try:
        with file.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=yaml.CBaseLoader)  # noqa: S506 - builds strings only
    except FileNotFoundError:
        msg = f"{file.parent.name}/{file.name}: the file is missing."
        raise ContentError(msg) from None
    except yaml.YAMLError as problem:
        msg = f"{file.parent.name}/{file.name}: not valid YAML: {problem}"
        raise ContentError(msg) from None


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


def _dump(data: Any, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_yaml(data), encoding="utf-8")


def _sentence(data: dict[str, Any], error: Any) -> str:
    """One validation error as `cases/<slug>.yaml: steps.0.text.en: reason`."""
    kind, *rest = error["loc"]
    where = str(kind)
    if rest and isinstance(rest[0], int):
        node = data[kind][rest[0]]
        slug = node.get("slug", rest[0]) if isinstance(node, dict) else rest[0]
        where = f"{kind}/{slug}.yaml" if kind in FOLDERS else f"{kind}: {slug}"
        rest = rest[1:]
    return f"{where}: {'.'.join(map(str, rest)) or 'the entry'}: {error['msg']}."


def entries(content: Content) -> Iterator[tuple[str, str]]:
    """Every page of the catalogue as (kind, slug), in order."""
    for kind in FOLDERS:
        for node in getattr(content, kind):
            yield kind, node.slug
