"""The addresses that texts of the catalogue may link to."""

from collections.abc import Iterable, Iterator, Mapping

from diagnostics.catalogue import models
from diagnostics.catalogue.schema import Content
from diagnostics.catalogue.shape import ENTRIES

# Kind of entry -> where its pages are.
PAGES = {
    "codes": "/codes/",
    "cases": "/cases/",
    "providers": "/providers/",
    "guides": "/guides/",
    "terms": "/glossary/",
}


def addresses(content: Content) -> Iterator[str]:
    """Every address within the site, parts of pages included, without a language in front."""
    slugs = {kind: [node.slug for node in getattr(content, kind)] for kind in PAGES}
    parts = [(guide.slug, part.slug) for guide in content.guides for part in guide.parts]
    return _addresses(slugs, parts)


def of_drafts() -> set[str]:
    """The same for the drafts as they are, without a look at anything else of them."""
    slugs = {kind: ENTRIES[kind]._default_manager.values_list("slug", flat=True) for kind in PAGES}
    return {*_addresses(slugs, models.GuidePart.objects.values_list("guide__slug", "slug"))}


def _addresses(
    slugs: Mapping[str, Iterable[str]], parts: Iterable[tuple[str, str]]
) -> Iterator[str]:
    yield from ("/", "/diagnose/")
    for kind, folder in PAGES.items():
        yield folder
        yield from (f"{folder}{slug}/" for slug in slugs[kind])
    yield from (f"/glossary/#{slug}" for slug in slugs["terms"])
    yield from (f"/guides/{guide}/#{part}" for guide, part in parts)
