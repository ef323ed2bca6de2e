"""The three roles: what they are given, and that it stays so."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from diagnostics.workshop.roles import DRAFTS, give_permissions


def given(role):
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Permission.objects.filter(group__name=role).select_related("content_type")
    }


def every(action):
    return {
        f"{application}.{action}_{model._meta.model_name}"
        for application in ("catalogue", "insights")
        for model in apps.get_app_config(application).get_models()
    }


def test_a_viewer_sees_all_and_changes_nothing(db):
    assert given("Viewer") == every("view")


def test_an_editor_writes_drafts_and_answers_problems(db):
    drafts = {f"catalogue.{do}_{draft}" for draft in DRAFTS for do in ("add", "change", "delete")}
    assert given("Editor") == given("Viewer") | drafts | {"insights.change_problem"}
    assert drafts - every("add") - every("change") - every("delete") == set()


def test_a_publisher_publishes_and_imports_as_well(db):
    more = {"catalogue.publish_release", "catalogue.import_catalogue"}
    notices = {f"catalogue.{do}_notice" for do in ("add", "change", "delete")}
    assert given("Publisher") - given("Editor") - notices == more
    assert given("Publisher") > given("Editor")


@pytest.mark.parametrize("model", ["release", "change", "outdatedtext"])
def test_what_is_written_by_the_work_itself_is_written_by_no_role(db, model):
    by_hand = {f"catalogue.{action}_{model}" for action in ("add", "change", "delete")}
    assert given("Publisher") & by_hand == set()


def test_every_model_of_the_catalogue_is_a_draft_or_known_not_to_be(db):
    others = {"release", "change", "outdatedtext", "notice", "preview"}
    models = {model._meta.model_name for model in apps.get_app_config("catalogue").get_models()}
    assert models - others == set(DRAFTS)


def test_after_migrations_a_role_has_again_exactly_what_is_declared(db):
    before, group = given("Editor"), Group.objects.get(name="Editor")
    group.permissions.set(Permission.objects.filter(codename__in=["view_case", "change_release"]))
    call_command("migrate", verbosity=0)
    assert given("Editor") == before


def test_the_migration_makes_the_groups_before_django_has_made_their_permissions(db):
    before = given("Editor")
    Group.objects.all().delete()
    Permission.objects.all().delete()
    migration = importlib.import_module("diagnostics.workshop.migrations.0001_roles").Migration
    migration.operations[0].code(apps, None)
    assert given("Editor") == before


def test_members_keep_their_role(db, django_user_model):
    user = django_user_model.objects.create_user("ada")
    user.groups.add(Group.objects.get(name="Editor"))
    give_permissions()
    assert user.has_perm("catalogue.change_case")
    assert not user.has_perm("catalogue.publish_release")
