"""Another slug for an entry that visitors know: old links lead to it, and its mentions follow."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models as db
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from diagnostics.catalogue import models
from diagnostics.catalogue.addresses import PAGES
from diagnostics.catalogue.differences import Action, Difference
from diagnostics.catalogue.editing import changing, changing_all
from diagnostics.catalogue.history import record
from diagnostics.catalogue.transfer import CHILDREN, ENTRIES, kind_of, translated

# Slugs of codes and providers are answers too: they stand in the addresses of diagnoses.
RENAMED = ("cases", "guides", "terms")

# An entry, the row of it that names another entry, and the columns of that row with the new name.
Mention = tuple[Any, Any, dict[str, Any]]


def is_published(row: models.Slugged) -> bool:
    """Whether any release holds this entry, so that people may have linked to it."""
    kind = kind_of(type(row))
    # Releases are large: the database finds those that say the slug, and few of them are read.
    saying = models.Release.objects.annotate(text=Cast("snapshot", db.TextField())).filter(
        text__contains=f'"slug": "{row.slug}"'
    )
    lists = saying.values_list(f"snapshot__{kind}", flat=True).iterator(chunk_size=1)
    return any(node["slug"] == row.slug for nodes in lists for node in nodes or ())


def rename(row: Any, new: str, author: Any = None) -> None:
    """Give an entry another slug: the old one becomes an alias, and texts that name it follow.

    All of it is in the log, or nothing is done. Raises `ValidationError` with a sentence where
    the slug cannot be used.
    """
    old, kind = row.slug, kind_of(type(row))
    _check(row, new)
    found = [*mentions(kind, old, new)]
    touched = {(type(entry), entry.pk): entry for entry in (row, *(m[0] for m in found))}
    with changing_all(touched.values(), author):
        for _entry, holder, columns in found:
            type(holder)._default_manager.filter(pk=holder.pk).update(**columns)
        type(row)._default_manager.filter(pk=row.pk).update(slug=new)
        _lead(old, new, author)
    row.slug = new


def mentions(kind: str, old: str, new: str) -> Iterator[Mention]:
    """Whatever names an entry as plain text, such as a link or a list of slugs."""
    for top in ENTRIES.values():
        for model, path in _tree(top):
            rows = model._default_manager.filter(_says(model, old))
            for row in rows.select_related("__".join(path)) if path else rows:
                columns = dict(_anew(row, kind, old, new))
                if columns:
                    yield _owner(row, path), row, columns


def _check(row: Any, new: str) -> None:
    models.valid_slug(new)
    kind = kind_of(type(row))
    if kind not in RENAMED:
        raise ValidationError(_("The name of this entry is part of addresses and must stay."))
    if len(new) > type(row)._meta.get_field("slug").max_length:
        raise ValidationError(_("Use at most 60 characters."))
    if new == row.slug:
        raise ValidationError(_("This is the present slug. Write another one."))
    if type(row)._default_manager.filter(slug=new).exists():
        raise ValidationError(_("Another entry has the slug %(slug)s.") % {"slug": new})
    if models.Alias.objects.filter(old=new).exclude(new=row.slug).exists():
        raise ValidationError(_("The slug %(slug)s leads to another page.") % {"slug": new})
    if any(
        ENTRIES[other]._default_manager.filter(slug=row.slug).exists()
        for other in PAGES
        if other != kind
    ):
        raise ValidationError(
            _("Another kind of page has the slug %(slug)s too, so it cannot lead to the new one.")
            % {"slug": row.slug}
        )


def _tree(model: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """A model and those of its parts, each with the way back to the entry."""
    yield model, path
    for name in CHILDREN.get(model, ()):
        relation = model._meta.get_field(name)
        yield from _tree(relation.related_model, (relation.field.name, *path))


def _owner(row: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        row = getattr(row, name)
    return row


def _texts(model: Any) -> list[Any]:
    """The columns of a model that hold what an editor wrote, each language for itself."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, db.TextField) and field.name not in translated(model)
    ]


def _says(model: Any, slug: str) -> db.Q:
    said = db.Q(also__has_key=slug) if model is models.Pattern else db.Q()
    for field in _texts(model):
        said |= db.Q(**{f"{field.name}__contains": slug})
    return said or db.Q(pk__in=())


def _anew(row: Any, kind: str, old: str, new: str) -> Iterator[tuple[str, Any]]:
    """The columns of a row that name the entry, with its new name."""
    link = re.compile(rf"(\]\({PAGES[kind]}#?){re.escape(old)}(?![a-z0-9-])")
    lists = {
        (models.Guide, "cases"): (old, new) if kind == "cases" else None,
        (models.Term, "not_on"): (old, new),
        (models.Keyword, "pages"): (f"{kind}/{old}", f"{kind}/{new}"),
    }
    for field in _texts(type(row)):
        before = getattr(row, field.name) or ""
        line = lists.get((type(row), field.name))
        if line:
            after = "\n".join(line[1] if one == line[0] else one for one in before.splitlines())
        else:
            after = link.sub(rf"\g<1>{new}", before)
        if after != before:
            yield field.name, after
    if kind == "cases" and old in getattr(row, "also", {}):
        yield "also", {new if slug == old else slug: grade for slug, grade in row.also.items()}


def _lead(old: str, new: str, author: Any) -> None:
    """Let the old slug, and all that led to it, lead to the new one."""
    for alias in models.Alias.objects.filter(new=old):
        with changing(alias, author):
            if alias.old == new:  # renamed back
                models.Alias.objects.filter(pk=alias.pk).delete()
            else:
                models.Alias.objects.filter(pk=alias.pk).update(new=new)
    models.Alias.objects.create(old=old, new=new)
    record([Difference("aliases", old, Action.ADDED)], author)
