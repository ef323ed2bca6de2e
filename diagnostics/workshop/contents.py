"""The order of the workshop: lists and screens as an editor needs them, not as the code is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the navigation: the list of a model, or a screen.

    address: the name of its URL, without `admin:`.
    hint: what one does there. name: what it is called, where the model does not say it.
    permission: what a user needs to be led to a screen; for a model its own admin knows.
    """

    address: str
    hint: str = ""
    name: str = ""
    permission: str = ""


GROUPS = (
    (
        _("Catalogue"),
        (
            Place("catalogue_case_changelist", _("causes, and what fixes them")),
            Place("catalogue_question_changelist", _("what is asked, with the answers")),
            Place("catalogue_statuscode_changelist", name=_("Status codes")),
            Place("catalogue_provider_changelist", _("their errors, codes and pages")),
            Place("catalogue_guide_changelist"),
            Place("catalogue_term_changelist", name=_("Glossary")),
            Place("catalogue_phrase_changelist", _("notions for use in patterns")),
            Place("catalogue_remark_changelist", _("texts that tell nothing")),
            Place("catalogue_keyword_changelist", _("words that lead a search to a page")),
            Place("catalogue_alias_changelist", _("addresses that moved")),
        ),
    ),
    (
        _("Check and publish"),
        (
            Place(
                "workshop_try",
                _("an error, by the drafts and by what is published"),
                _("Try it"),
                "catalogue.view_case",
            ),
            Place(
                "workshop_map",
                _("where the questions lead, and where they end"),
                _("Map"),
                "catalogue.view_case",
            ),
            Place(
                "catalogue_publish",
                _("what changed, and showing it to visitors"),
                _("Publish"),
                "catalogue.view_release",
            ),
            Place("catalogue_release_changelist", _("what was published; going back")),
            Place(
                "catalogue_preview_changelist",
                _("links to what is not published"),
                _("Preview links"),
            ),
            Place(
                "workshop_move",
                _("the catalogue as files"),
                _("Import and export"),
                "catalogue.view_release",
            ),
        ),
    ),
    (
        _("What visitors tell"),
        (
            Place("insights_problem_changelist", _("errors that were sent in"), _("Inbox")),
            Place(
                "workshop_figures",
                _("what is shown, solved and asked"),
                _("Insights"),
                "insights.view_count",
            ),
            Place(
                "workshop_proposals",
                _("what the catalogue could learn"),
                _("Proposals"),
                "insights.view_count",
            ),
            Place("catalogue_notice_changelist", _("what every visitor is told")),
        ),
    ),
    (
        _("People and log"),
        (
            Place("auth_user_changelist"),
            Place("auth_group_changelist", _("who may do what")),
            Place("catalogue_change_changelist", _("who changed what, and when"), _("Log")),
            Place("axes_accessattempt_changelist", _("who is locked out")),
            Place("axes_accesslog_changelist"),
        ),
    ),
)


def arranged(
    request: HttpRequest, found: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The groups that have anything which the user may see, as Django's templates take them.

    found: the models that the user may see, by the name of the URL of their list. Those that no
    group names are in a last group, so that nothing is out of reach.
    """
    named = {place.address for _name, places in GROUPS for place in places}
    others = tuple(Place(address) for address in found if address not in named)
    for name, places in (*GROUPS, (_("More"), others)):
        lines = [line for place in places for line in _lines(request, place, found)]
        if lines:
            yield {"name": name, "app_label": "workshop", "app_url": "", "models": lines}


def mark_current(groups: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """Mark the one line where the user is: of addresses that begin alike, the longest."""
    lines = [line for group in groups for line in group["models"]]
    around = [line for line in lines if line["admin_url"] and path.startswith(line["admin_url"])]
    if around:
        max(around, key=lambda line: len(line["admin_url"]))["current"] = True
    return groups


def _lines(
    request: HttpRequest, place: Place, found: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The line of a place; none where it does not exist, or not for this user."""
    if place.address in found:
        model = found[place.address]
        yield {**model, "name": place.name or model["name"], "hint": place.hint}
    elif place.permission and request.user.has_perm(place.permission):
        try:
            address = reverse(f"admin:{place.address}")
        except NoReverseMatch:
            return
        yield {"name": place.name, "hint": place.hint, "admin_url": address, "view_only": True}
