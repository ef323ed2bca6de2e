"""Who may do what: every screen of the workshop has a line in one of the two tables below."""

import re
from fnmatch import fnmatch

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver

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

# Name of any other screen, `*` for several -> how it is asked, and who may see it; the others get
# 403. A screen that takes forms only has "post".
STAFF, VIEWERS, EDITORS, PUBLISHERS, SUPERUSER = (ROLES[i:] for i in range(5))
SCREENS = {
    "index": ("get", STAFF),
    "app_list": ("get", STAFF),  # has what a role may see, or is not there
    "autocomplete": ("get", ()),  # asked by the field of a form, which it has to name
    "jsi18n": ("get", STAFF),
    "login": ("get", STAFF),
    "logout": ("post", STAFF),
    "password_change": ("get", STAFF),
    "password_change_done": ("get", STAFF),
    "second_factor": ("get", STAFF),
    "second_step": ("get", STAFF),
    "view_on_site": ("get", STAFF),
    "auth_user_password_change": ("get", SUPERUSER),
    "catalogue_*_rename": ("get", EDITORS),
    "catalogue_entry": ("get", VIEWERS),
    "catalogue_compare": ("get", VIEWERS),
    "catalogue_make_preview": ("post", PUBLISHERS),
    "catalogue_publish": ("get", VIEWERS),
    "catalogue_roll_back": ("post", PUBLISHERS),
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


@pytest.mark.parametrize(("name", "path"), OTHERS, ids=[name for name, _path in OTHERS])
def test_a_screen_opens_for_the_roles_of_its_line_only(clients, name, path):
    method, allowed = line_of(name)
    opened = {r for r, c in clients.items() if getattr(c, method)(path).status_code != 403}
    assert opened == set(allowed)
    others = [clients[role] for role in ROLES if role not in allowed]
    assert {client.post(path).status_code for client in others} <= {403, 405}


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


def test_browsers_and_proxies_keep_no_screen(clients):
    kept = set()
    for name, path in OTHERS:
        response = clients["Superuser"].get(path)
        is_safe = "no-store" in response.headers.get("Cache-Control", "")
        if response.status_code == 200 and not is_safe:
            kept.add(name)
    assert kept == {"jsi18n"}
