"""Is it only me? Where providers say whether their service works."""

from typing import Any

from diagnostics.catalogue.compiled import Pages

SIDES = ("provider", "network")  # groups of causes that lie beyond the person's own machine


def may_be_outage(case: Any) -> bool:
    """Whether a cause can hit everybody who uses the provider at that moment."""
    return case.actor == "provider" or (case.group in SIDES and case.actor != "you")


def status_page(provider: Any) -> str:
    """Where a provider says whether its service works; empty where we know no such page."""
    return next((link.url for link in provider.links if link.kind == "status"), "")


def status_pages(pages: Pages) -> list[tuple[Any, str]]:
    """Every provider that has such a page, with its address."""
    found = ((provider, status_page(provider)) for provider in pages.providers.values())
    return [(provider, address) for provider, address in found if address]
