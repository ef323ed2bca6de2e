"""Who may do what: every screen of the workshop has a line in one of the two tables below."""

import re
from fnmatch import fnmatch

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver
from django.utils import timezone

from diagnostics.insights.models import Problem
from tests.workshop.accounts import user_as, with_second_factor

ROLES = ("No role", "Viewer", "Editor", "Publisher", "Superuser")

# Model -> what each role may do with its rows: view, add, change, delete.
DRAFT = ("", "v", "vacd", "vacd", "vacd")
SUPERUSERS = ("", "", "", "")
MODELS = {
    "catalogue.alias": DRAFT,
    "catalogue.case": DRAFT,
    "catalogue.change": ("", "v", "v", "v", "v"),
    "catalogue.experiment": ("", "v", "vc", "vc", "vc"),
    "catalogue.guide": DRAFT,
    "catalogue.keyword": DRAFT,
    "catalogue.notice": ("", "v", "v", "vacd", "vacd"),
    "catalogue.phrase": DRAFT,
    "catalogue.provider": DRAFT,
    "catalogue.question": DRAFT,
    "catalogue.remark": DRAFT,
    "catalogue.statuscode": DRAFT,
    "catalogue.term": DRAFT,
    "catalogue.preview": ("", "", "", "v", "v"),
    "catalogue.release": ("", "v", "v", "v", "v"),
    "insights.problem": ("", "v", "vc", "vc", "vc"),
    "auth.user": (*SUPERUSERS, "vac"),
    "auth.group": (*SUPERUSERS, "vacd"),
    "axes.accessattempt": (*SUPERUSERS, "vcd"),
    "axes.accesslog": (*SUPERUSERS, "vcd"),
}

# Name of any other screen, `*` for several -> who may see it, and who may send its form. The others
# get 403, and everybody 405 where there is no such thing.
NOBODY: tuple[str, ...] = ()
STAFF, VIEWERS, EDITORS, PUBLISHERS, SUPERUSER = (ROLES[i:] for i in range(5))
SCREENS = {
    "index": (STAFF, STAFF),
    "app_list": (STAFF, STAFF),  # has what a role may see, or is not there
    "autocomplete": (NOBODY, NOBODY),  # asked by the field of a form, which it has to name
    "jsi18n": (STAFF, NOBODY),
    "login": (STAFF, STAFF),
    "logout": (NOBODY, STAFF),
    "password_change": (STAFF, STAFF),
    "password_change_done": (STAFF, NOBODY),
    "second_factor": (STAFF, STAFF),
    "second_step": (STAFF, STAFF),
    "view_on_site": (STAFF, STAFF),
    "auth_user_password_change": (SUPERUSER, SUPERUSER),
    "catalogue_*_rename": (EDITORS, EDITORS),
    "catalogue_entry": (VIEWERS, VIEWERS),
    "catalogue_compare": (VIEWERS, NOBODY),
    "catalogue_make_preview": (NOBODY, PUBLISHERS),
    "catalogue_publish": (VIEWERS, PUBLISHERS),
    "catalogue_roll_back": (PUBLISHERS, PUBLISHERS),
    "insights_problem_case": (EDITORS, EDITORS),
    "insights_problem_pattern": (EDITORS, EDITORS),
    "preview_markdown": (NOBODY, VIEWERS),
    "try_pattern": (NOBODY, VIEWERS),
    "workshop_drafts_file": (VIEWERS, NOBODY),
    "workshop_figures": (VIEWERS, NOBODY),
    "workshop_figures_csv": (VIEWERS, NOBODY),
    "workshop_import": (NOBODY, PUBLISHERS),
    "workshop_map": (VIEWERS, NOBODY),
    "workshop_move": (VIEWERS, PUBLISHERS),
    "workshop_proposals": (VIEWERS, EDITORS),
    "workshop_release_file": (VIEWERS, NOBODY),
    "workshop_try": (VIEWERS, VIEWERS),
}

OF_MODELS = re.compile(r"([a-z]+_[a-z]+)_(changelist|add|change|delete|history)")
FOR_EVERYBODY = {"login", "second_step"}


def patterns(urls, before="/admin/"):
    """Every address of the workshop with its name and view, an example of each."""
    for url in urls:
        route = before + str(url.pattern).replace("^(?P<app_label>", "(").rstrip("$")
        if isinstance(url, URLResolver):
            yield from patterns(url.url_patterns, route)
        else:
            route = re.sub(r"\(([a-z]+)\|[a-z|]+\)", r"\1", route).replace("(?P<url>.*)", "nowhere")
            yield url.name, re.sub(r"<[^>]+>", "0", route), url.callback


ALL = list(patterns(admin.site.get_urls()))
MODEL_NAMES = {model._meta.label_lower.replace(".", "_") for model in admin.site._registry}


def is_of_a_model(name):
    found = OF_MODELS.fullmatch(name or "")
    return bool(found) and found[1] in MODEL_NAMES


OTHERS = [(name, path) for name, path, _view in ALL if name and not is_of_a_model(name)]


def line_of(name):
    return next((line for key, line in SCREENS.items() if fnmatch(name, key)), None)


@pytest.fixture
def clients(db):
    """A browser for each role."""
    found = {}
    for role in ROLES:
        found[role] = Client()
        found[role].force_login(user_as(role))
    return found


def may(client, model):
    """What a user gets done with a model: asked for a row that is not there, who may is told so."""
    base = f"/admin/{model.replace('.', '/')}/"
    asked = {
        "v": client.get(base),
        "a": client.get(f"{base}add/"),
        "c": client.post(f"{base}0/change/"),
        "d": client.post(f"{base}0/delete/"),
    }
    return "".join(letter for letter, response in asked.items() if response.status_code != 403)


def test_every_screen_has_a_line_in_a_table():
    models = {model._meta.label_lower for model in admin.site._registry}
    assert models == set(MODELS)
    assert [name for name, _path in OTHERS if line_of(name) is None] == []
    unnamed = {
        getattr(view, "view_class", view).__name__ for name, _path, view in ALL if name is None
    }
    assert unnamed == {"RedirectView", "catch_all_view"}


@pytest.mark.parametrize("model", MODELS)
def test_a_role_does_with_a_model_what_the_table_says(clients, model):
    assert {role: may(client, model) for role, client in clients.items()} == dict(
        zip(ROLES, MODELS[model], strict=True)
    )


def test_a_screen_opens_for_the_roles_of_its_line_only(release, drafts, clients):
    Problem.objects.create(pk=0, text="HTTP 500", first=timezone.now(), last=timezone.now())

    def roles(path, method):
        answers = {role: getattr(client, method)(path) for role, client in clients.items()}
        return tuple(role for role in ROLES if answers[role].status_code not in {403, 405})

    in_order = sorted(OTHERS, key=lambda screen: screen[0] == "logout")  # which ends the sessions
    opened = {name: (roles(path, "get"), roles(path, "post")) for name, path in in_order}
    assert opened == {name: line_of(name) for name, _path in OTHERS}


def leads(client, path):
    """Where both ways to ask lead a client that may not open a screen."""
    return {
        (response.status_code, response.headers.get("Location", "").partition("?")[0])
        for response in (client.get(path), client.post(path))
    }


def elsewhere(client):
    return {
        path: leads(client, path)
        for name, path, _view in ALL
        if name not in FOR_EVERYBODY | {"logout"}
        and leads(client, path) != {(302, "/admin/login/")}
    }


def test_a_stranger_is_sent_to_the_sign_in_from_every_address(db):
    assert elsewhere(Client()) == {}


def test_a_password_without_the_code_opens_no_address(db):
    user = user_as("Superuser")
    with_second_factor(user)
    client = Client()
    client.force_login(user)
    assert elsewhere(client) == {}
    assert leads(client, "/admin/logout/") == {(302, "/admin/")}


@pytest.mark.parametrize("taken", ["is_staff", "is_active"])
def test_an_account_that_was_switched_off_opens_no_address(db, taken):
    user = user_as("Superuser")
    client = Client()
    client.force_login(user)
    type(user).objects.update(**{taken: False})
    assert elsewhere(client) == {}


def test_no_screen_takes_forged_forms():
    assert [path for _name, path, view in ALL if getattr(view, "csrf_exempt", False)] == []


def test_browsers_and_proxies_keep_no_screen(release, drafts, clients):
    kept = set()
    for name, path in OTHERS:
        response = clients["Superuser"].get(path)
        is_safe = "no-store" in response.headers.get("Cache-Control", "")
        if response.status_code == 200 and not is_safe:
            kept.add(name)
    assert kept == {"jsi18n"}
