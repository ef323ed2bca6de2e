"""A file goes out, is changed, and comes back: nothing is written before somebody has looked."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from diagnostics.catalogue import archives
from diagnostics.catalogue.files import as_data, content_of, fingerprint, tree_of, unpacked
from diagnostics.catalogue.models import Case, Change
from diagnostics.catalogue.publishing import publish
from diagnostics.catalogue.transfer import drafts, export_content
from diagnostics.workshop.models import KEPT, Upload
from tests.workshop.accounts import user_as

MOVE = "/admin/move/"
IMPORT = "/admin/move/import/"
FILE = "/admin/move/drafts.zip"
SLUG = "rate-limited"
CASE = f"cases/{SLUG}.yaml"


@pytest.fixture
def publisher(desk, client):
    client.force_login(user_as("Publisher", "paul"))
    return client


@pytest.fixture
def files(desk, small_content):
    return dict(tree_of(small_content))


def slowed(content):
    """The files with one message that begins otherwise."""
    cases = [
        case.model_copy(update={"message": f"Slow down. {case.message}"})
        if case.slug == SLUG
        else case
        for case in content.cases
    ]
    return tree_of(content.model_copy(update={"cases": tuple(cases)}))


def changed(files, old, new):
    text = files[CASE].decode()
    assert old in text
    return {**files, CASE: text.replace(old, new, 1).encode()}


def upload(client, files):
    data = files if isinstance(files, bytes) else archives.packed(files)
    return client.post(MOVE, {"file": SimpleUploadedFile("catalogue.zip", data)})


def fields(response):
    """The hidden fields of the page that shows what would change."""
    text = response.content.decode()
    return dict(re.findall(r'name="(upload|seen)" value="([^"]*)"', text))


def test_what_was_exported_can_be_imported_and_gives_the_same_bytes(publisher):
    first = publisher.get(FILE)
    assert first["Content-Disposition"] == 'attachment; filename="fixpath-drafts.zip"'
    Case.objects.filter(slug=SLUG).update(message="Slow down.")
    page = upload(publisher, first.content)
    assert publisher.post(IMPORT, fields(page)).status_code == 302
    assert publisher.get(FILE).content == first.content


def test_the_release_is_exported_as_visitors_see_it(publisher, small_content):
    release = publish(overrule="For a test.")
    Case.objects.filter(slug=SLUG).update(message="Slow down.")
    response = publisher.get("/admin/move/release.zip")
    assert f"fixpath-release-{release.number}.zip" in response["Content-Disposition"]
    assert as_data(content_of(unpacked(response.content))) == as_data(small_content)


def test_looking_at_a_file_shows_each_change_in_words_and_writes_nothing(publisher, small_content):
    before = fingerprint(drafts())
    page = upload(publisher, slowed(small_content)).content.decode()
    assert "0 added, 1 changed, 0 removed." in page
    assert "<ins>Slow down. </ins>" in page
    assert fingerprint(drafts()) == before
    assert not Change.objects.exists()


def test_importing_writes_what_was_looked_at_with_its_author(publisher, small_content):
    response = publisher.post(IMPORT, fields(upload(publisher, slowed(small_content))), follow=True)
    assert "0 added, 1 changed, 0 removed" in response.content.decode()
    assert Case.objects.get(slug=SLUG).message.startswith("Slow down. ")
    [change] = Change.objects.all()
    assert (change.author.username, change.slug, change.edition) == ("paul", SLUG, 2)
    assert not Upload.objects.exists()


def test_drafts_that_changed_meanwhile_are_shown_again_before_anything_is_written(
    publisher, small_content
):
    looked = fields(upload(publisher, slowed(small_content)))
    Case.objects.filter(slug="invalid-api-key").update(message="No.")
    again = publisher.post(IMPORT, looked)
    assert again.status_code == 409
    assert "0 added, 2 changed, 0 removed." in again.content.decode()
    assert Case.objects.get(slug="invalid-api-key").message == "No."
    assert publisher.post(IMPORT, fields(again)).status_code == 302
    assert Case.objects.get(slug=SLUG).message.startswith("Slow down. ")


def test_without_having_looked_nothing_is_imported(publisher, small_content):
    looked = fields(upload(publisher, slowed(small_content)))
    assert publisher.post(IMPORT, {"upload": looked["upload"]}).status_code == 409
    assert not Change.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30])
def test_a_file_that_is_not_there_is_asked_for_again(publisher, key):
    response = publisher.post(IMPORT, {"upload": key, "seen": "x"})
    assert response.status_code == 422
    assert "Upload it again." in response.content.decode()


def test_a_file_is_kept_for_an_hour_and_one_for_each_person(publisher, small_content):
    first = fields(upload(publisher, slowed(small_content)))
    second = fields(upload(publisher, slowed(small_content)))
    assert publisher.post(IMPORT, first).status_code == 422
    Upload.objects.update(made=timezone.now() - KEPT - timedelta(seconds=1))
    assert publisher.post(IMPORT, second).status_code == 422
    assert not Change.objects.exists()


def test_nobody_imports_the_file_of_somebody_else(publisher, client, small_content):
    looked = fields(upload(publisher, slowed(small_content)))
    client.force_login(user_as("Publisher", "olga"))
    assert client.post(IMPORT, looked).status_code == 422
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("group: ", "group ", f"{CASE}, line "),
        ("group: ", "colour: red\ngroup: ", f"{CASE}, line 2: colour: there is no such field."),
        ("retry: ", "retried: ", "retry: this field is missing."),
        (
            "evidence:\n",
            "evidence:\n  weather:\n    '1': likely\n",
            "weather, 1: there is no answer",
        ),
    ],
)
def test_a_broken_file_is_named_with_file_line_and_field(publisher, files, old, new, sentence):
    response = upload(publisher, changed(files, old, new))
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("&#x27;", "'")
    assert not Upload.objects.exists()


@pytest.mark.parametrize("data", [b"", b"no zip file", bytes(archives.PACKED + 1)])
def test_what_is_no_catalogue_is_refused_in_words(publisher, data):
    assert upload(publisher, data).status_code == 422
    assert publisher.post(MOVE).status_code == 422


def test_what_must_still_be_mended_is_told_with_file_and_line(publisher, files):
    text = files[CASE].decode()
    start = text.index("sources:\n")
    end = re.compile(r"^\w", re.M).search(text, start + 1)
    files[CASE] = (text[:start] + (text[end.start() :] if end else "")).encode()
    page = upload(publisher, files).content.decode()
    assert f"{CASE}, line 1: sources: there is none with a date." in page


@pytest.mark.parametrize(("role", "seen"), [("Viewer", 200), ("Editor", 200), ("Nobody", 403)])
def test_who_may_look_may_export_and_only_publishers_import(desk, client, files, role, seen):
    client.force_login(user_as(role, "vera"))
    assert {client.get(address).status_code for address in (MOVE, FILE)} == {seen}
    assert upload(client, files).status_code == 403
    assert client.post(IMPORT, {"upload": "1", "seen": "x"}).status_code == 403
    assert not Upload.objects.exists()


def test_strangers_are_asked_to_sign_in(desk, client):
    assert {client.get(a).status_code for a in (MOVE, FILE, IMPORT)} == {302}


def command(*arguments):
    said = io.StringIO()
    call_command("catalogue", *map(str, arguments), stdout=said, stderr=said)
    return said.getvalue()


def test_the_command_moves_folders_and_zip_files(desk, tmp_path):
    before = as_data(export_content())
    command("export", tmp_path / "files.zip")
    command("export", tmp_path / "files")
    Case.objects.filter(slug=SLUG).update(message="Slow down.")
    for source in ("files.zip", "files"):
        assert f"cases/{SLUG}: changed" in command("import", tmp_path / source, "--dry-run")
    assert Case.objects.get(slug=SLUG).message == "Slow down."
    command("import", tmp_path / "files.zip")
    assert as_data(export_content()) == before


@pytest.mark.parametrize("action", ["import", "check"])
def test_the_command_names_file_line_and_field(desk, files, tmp_path, action):
    command("export", tmp_path)
    (tmp_path / CASE).write_bytes(changed(files, "group: ", "colour: red\ngroup: ")[CASE])
    with pytest.raises(CommandError) as problem:
        command(action, tmp_path)
    assert str(problem.value) == f"{CASE}, line 2: colour: there is no such field."
