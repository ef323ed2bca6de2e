"""Superusers make users and give them roles, and the log tells who did what."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostics.catalogue.models import Change
from diagnostics.workshop.second_factor import is_on
from tests.workshop.accounts import PASSWORD, user_as, with_second_factor

USERS = "/admin/auth/user/"


@pytest.fixture
def boss(db, client):
    user = user_as("Superuser", "boss")
    client.force_login(user)
    return user


def fields_of(user, **changes):
    kept = {"username": user.username, "is_staff": "on", "is_active": "on", **changes}
    return {name: value for name, value in kept.items() if value is not None}


def last_line():
    change = Change.objects.first()
    return change.author.username, str(change), change.fields


def test_a_user_gets_a_role_in_one_step(boss, client):
    form = client.get(f"{USERS}add/").context["adminform"].form
    assert form.initial["is_staff"] is True
    editor = Group.objects.get(name="Editor")
    fields = {"username": "ada", "password1": PASSWORD, "password2": PASSWORD, "is_staff": "on"}
    fields |= {"groups": [editor.pk], "email": "ada@example.org", "is_active": "on"}
    response = client.post(f"{USERS}add/", fields)
    assert response["Location"] == USERS
    ada = User.objects.get(username="ada")
    assert (ada.is_staff, ada.is_superuser, list(ada.groups.all())) == (True, False, [editor])
    assert ada.check_password(PASSWORD)
    assert last_line() == (
        "boss",
        "users/ada: added",
        [
            ["name", None, "ada"],
            ["e-mail", None, "ada@example.org"],
            ["active", None, "yes"],
            ["staff", None, "yes"],
            ["superuser", None, "no"],
            ["roles", None, "Editor"],
        ],
    )


def test_a_weak_password_is_refused_and_the_rest_stays(boss, client):
    fields = {"username": "ada", "password1": "12345678", "password2": "12345678"}
    page = client.post(f"{USERS}add/", {**fields, "email": "ada@example.org"}).content.decode()
    assert "This password is too common." in page
    assert 'value="ada@example.org"' in page
    assert not User.objects.filter(username="ada").exists()


def test_what_changes_of_a_user_is_in_the_log(boss, client):
    user = user_as("Viewer", "ada")
    publisher = Group.objects.get(name="Publisher")
    changes = {"is_active": None, "is_superuser": "on", "groups": [publisher.pk]}
    client.post(f"{USERS}{user.pk}/change/", fields_of(user, **changes))
    assert last_line() == (
        "boss",
        "users/ada: changed",
        [["active", "yes", "no"], ["superuser", "no", "yes"], ["roles", "Viewer", "Publisher"]],
    )


def test_saving_a_user_as_it_is_writes_nothing(boss, client):
    user = user_as("Superuser", "ada")
    client.post(f"{USERS}{user.pk}/change/", fields_of(user, is_superuser="on"))
    assert not Change.objects.exists()


def test_a_new_password_is_in_the_log_without_what_it_is_and_ends_the_sessions(boss, client):
    user = user_as("Editor", "ada")
    hers = type(client)()
    hers.force_login(user)
    assert hers.get("/admin/").status_code == 200
    new = "a short night in Reykjavik"
    fields = {"password1": new, "password2": new, "usable_password": "true", "set-password": "1"}
    client.post(f"{USERS}{user.pk}/password/", fields)
    assert last_line() == ("boss", "users/ada: changed", [["password", None, "set anew"]])
    user.refresh_from_db()
    assert user.check_password(new)
    assert hers.get("/admin/").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_password_that_is_refused_is_not_in_the_log(boss, client):
    user = user_as("Editor", "ada")
    fields = {"password1": "12345678", "password2": "12345678", "usable_password": "true"}
    client.post(f"{USERS}{user.pk}/password/", fields)
    assert not Change.objects.exists()


@pytest.mark.parametrize("number", ["0", "nobody"])
def test_a_password_for_nobody_is_an_unknown_page(boss, client, number):
    assert client.get(f"{USERS}{number}/password/").status_code == 404


def test_a_superuser_removes_the_second_factor_of_a_lost_phone(boss, client):
    user = user_as("Editor", "ada")
    address = f"{USERS}{user.pk}/change/"
    assert "remove_second_factor" not in shown(client.get(address))
    with_second_factor(user)
    assert "remove_second_factor" in shown(client.get(address))
    editor = [Group.objects.get(name="Editor").pk]
    client.post(address, fields_of(user, groups=editor, remove_second_factor="on"))
    assert not is_on(user)
    assert last_line() == ("boss", "users/ada: changed", [["second factor", "on", None]])


def shown(response):
    fieldsets = response.context["adminform"].fieldsets
    return [field for _title, options in fieldsets for field in options["fields"]]


def test_users_are_switched_off_and_not_deleted(boss, client):
    user = user_as("Editor", "ada")
    assert client.post(f"{USERS}{user.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(USERS, {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()


def test_roles_are_declared_and_not_changed_by_hand(boss, client):
    role = Group.objects.get(name="Editor")
    own = Group.objects.create(name="Translators")
    address = f"/admin/auth/group/{role.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"name": "Anything"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    client.post(f"/admin/auth/group/{own.pk}/change/", {"name": "Chinese"})
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Viewer",
        "Editor",
        "Publisher",
        "Chinese",
    }


def test_a_group_cannot_hand_out_the_right_to_make_superusers(db, client):
    user = user_as("Publisher")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client.force_login(user)
    changes = fields_of(user, is_superuser="on")
    assert client.post(f"{USERS}{user.pk}/change/", changes).status_code == 403
    assert client.get("/admin/auth/group/").status_code == 403
    user.refresh_from_db()
    assert not user.is_superuser


def test_the_list_of_users_takes_as_many_queries_for_one_as_for_many(
    boss, client, django_assert_num_queries
):
    client.get(USERS)
    with CaptureQueriesContext(connection) as one:
        client.get(USERS)
    for name in ("ada", "bob", "eve"):
        with_second_factor(user_as("Editor", name))
    with django_assert_num_queries(len(one)):
        rows = client.get(USERS).context["cl"].result_list
    assert [row.has_second_factor for row in rows] == [True, True, False, True]
