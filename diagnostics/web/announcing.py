"""Notices in the language of the page, with the pages of the provider that they are about."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from diagnostics.catalogue import notices
from diagnostics.web.outages import status_page
from diagnostics.web.state import pages_now


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice as a page shows it; folded where the page is about another provider."""

    text: str
    provider: Any
    status_page: str
    link: str
    folded: bool


def announced(provider: Any = None) -> list[Announcement]:
    """The notices that are shown now on a page, which may be about a provider."""
    shown = notices.active(timezone.now())
    return [_announcement(notice, provider) for notice in shown]


def _announcement(notice: notices.Announced, shown_for: Any) -> Announcement:
    about = pages_now().providers.get(notice.provider)
    return Announcement(
        text=notice.texts[get_language()],
        provider=about,
        status_page=status_page(about) if about else "",
        link=notice.link,
        folded=bool(about and shown_for and about.slug != shown_for.slug),
    )
