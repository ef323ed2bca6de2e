"""What someone may have meant by an address that leads nowhere."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.urls import reverse

from diagnostics.catalogue.compiled import Pages

SHOWN = 4
ALIKE = 0.45  # similarity of two slugs from which one may have been meant


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the catalogue: what it is called and where it is."""

    name: str
    title: str
    address: str


def nearest(pages: Pages, text: str) -> list[Entry]:
    """The pages that come closest: the nearest numbers to a number, the most similar words."""
    entries = list(_entries(pages))
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        numbers = [entry for entry in entries if entry.name.isdecimal()]
        return sorted(numbers, key=lambda e: (abs(int(e.name) - int(text)), e.name))[:SHOWN]
    wanted = text[:80].lower()
    scores = {entry: _likeness(wanted, entry) for entry in entries}
    alike = [entry for entry in entries if scores[entry] >= ALIKE]
    return sorted(alike, key=lambda e: -scores[e])[:SHOWN]


def _entries(pages: Pages) -> list[Entry]:
    codes = [
        Entry(c.slug, f"{c.slug} {c.name}", reverse("web:code", args=[c.slug]))
        for c in pages.codes.values()
    ]
    cases = [
        Entry(c.slug, c.title, reverse("web:case", args=[c.slug])) for c in pages.cases.values()
    ]
    providers = [
        Entry(p.slug, p.name, reverse("web:provider", args=[p.slug]))
        for p in pages.providers.values()
    ]
    guides = [
        Entry(g.slug, g.title, reverse("web:guide", args=[g.slug])) for g in pages.guides.values()
    ]
    terms = [
        Entry(t.slug, t.title, reverse("web:term", args=[t.slug])) for t in pages.terms.values()
    ]
    return [*codes, *cases, *providers, *guides, *terms]


def _likeness(wanted: str, entry: Entry) -> float:
    return SequenceMatcher(None, wanted, entry.name).ratio()
