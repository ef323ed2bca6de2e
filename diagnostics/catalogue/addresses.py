"""The addresses that texts of the catalogue may link to."""

from collections.abc import Iterator

from diagnostics.catalogue.schema import Content

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
    yield from ("/", "/diagnose/")
    for kind, folder in PAGES.items():
        yield folder
        for node in getattr(content, kind):
            yield f"{folder}{node.slug}/"
    yield from (f"/glossary/#{term.slug}" for term in content.terms)
    for guide in content.guides:
        yield from (f"/guides/{guide.slug}/#{part.slug}" for part in guide.parts)
