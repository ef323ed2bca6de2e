"""A file that cannot be used is named with its line and its field, and can do no harm."""

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.catalogue import archives, reading
from diagnostics.catalogue.checks import unusable
from diagnostics.catalogue.files import (
    ContentError,
    as_yaml,
    content_of,
    read_content,
    read_tree,
    refusal,
    tree_of,
    unpacked,
    write_tree,
)
from tests.drafts import few_cases

CASE = "cases/rate-limited.yaml"


@pytest.fixture(scope="module")
def files():
    """A small catalogue as files."""
    return tree_of(few_cases(read_content()))


def changed(files, name, old, new):
    """The files with one text of one file replaced, where it stands first."""
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new, 1).encode()}


def line(files, name, text):
    """The number of the first line of a file that has this text."""
    lines = files[name].decode().splitlines()
    return next(number for number, words in enumerate(lines, start=1) if text in words)


def refused(files):
    """Why files are refused."""
    with pytest.raises(ContentError) as problem:
        content_of(files)
    return str(problem.value)


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("group: ", "colour: red\ngroup: ", "colour:", "colour: there is no such field."),
        ("title:\n", "titel:\n", "titel:", "titel: there is no such field."),
        ("retry: after-waiting", "retry: maybe", "retry:", "retry: this must be 'never', "),
        ("message: ", "message: []\nx: ", "message:", "message: this must be a text."),
        (
            "symptoms:\n  en:\n",
            "symptoms:\n  en: few\n  e:\n",
            "en: few",
            "symptoms (English): this",
        ),
    ],
)
def test_a_wrong_field_is_named_with_file_line_and_place(files, old, new, at, reason):
    broken = changed(files, CASE, old, new)
    assert f"{CASE}, line {line(broken, CASE, at)}: {reason}" in refused(broken)


def test_a_missing_text_is_named_with_the_line_at_which_it_should_be(files):
    text = files[CASE].decode()
    steps = text.index("steps:\n- text:\n")
    english = text.index("    en: ", steps)
    end = text.index("    zh-hans: ", english)
    broken = files | {CASE: (text[:english] + text[end:]).encode()}
    number = line(broken, CASE, "steps:") + 1
    assert (
        refused(broken) == f"{CASE}, line {number}: steps 1, text (English): this field is missing."
    )


def test_an_entry_of_a_list_is_named_by_its_slug(files):
    broken = changed(files, "phrases.yaml", "alternatives:", "alternative:")
    slug = broken["phrases.yaml"].decode().split("slug: ")[1].split("\n")[0]
    assert refused(broken).splitlines() == [
        f"phrases.yaml, line 1: {slug}: alternatives: this field is missing.",
        f"phrases.yaml, line 2: {slug}: alternative: there is no such field.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"slug: a\ntitle: b: c\n", "line 2, column 9: this is not YAML: mapping values"),
        (b"slug: a\ntitle: 'b\n", "line 3, column 1: this is not YAML: found unexpected end"),
        (b"slug: a\nslug: b\n", "line 2: slug: this field stands there twice."),
        (b"slug: a\n? [b]\n: c\n", "line 2: the name of a field must be a word."),
        (b"slug: a\n---\nslug: b\n", "line 2: a second document (---) is not read."),
        (b"slug: \xff\n", "line 1: this is not a text in UTF-8."),
        (b"slug: a\nmessage: &a [x]\nb: *a\n", "line 3: a reference to another place (*)"),
        (b'slug: "\\0"\n', "line 1: a text has the character NUL."),
        (b"slug: a\nb: " + b"[" * 100_000, "line 2: lists and fields stand too deep"),
        (b"slug: other\n", "line 1: slug: this must be “rate-limited”, as the file is named."),
        (b"", "line 1: slug: this must be “rate-limited”, as the file is named."),
    ],
)
def test_what_is_not_read_is_named_with_its_line(files, data, sentence):
    assert f"{CASE}, {sentence}" in refused(files | {CASE: data})


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "questions:\n",
            "colours:\n- red\nquestions:\n",
            "line 1: colours: there is no such list.",
        ),
        (
            "- rate-limited\n",
            "- rate-limited\n- rate-limited\n",
            "cases: rate-limited is listed twice.",
        ),
        ("cases:\n", "cases: all\ncase:\n", "cases: this must be a list of the slugs of cases"),
        ("- rate-limited\n", "", "index.yaml: cases: not listed: cases/rate-limited."),
        (
            "- rate-limited\n",
            "- ../secret\n- rate-limited\n",
            "cases/../secret.yaml: the file is missing.",
        ),
    ],
)
def test_the_index_lists_every_file_once(files, old, new, sentence):
    assert sentence in refused(changed(files, "index.yaml", old, new))


def test_a_reference_to_nothing_is_named_with_file_line_and_place(files):
    broken = changed(
        files, CASE, "evidence:\n  status:\n", "evidence:\n  status:\n    '999': likely\n"
    )
    broken = changed(broken, "index.yaml", "aliases: []", "aliases:\n- old: past\n  new: gone")
    told = str(refusal(unusable(content_of(broken)), broken)).splitlines()
    at, alias = line(broken, CASE, "'999'"), line(broken, "index.yaml", "new: gone")
    reason = "there is no answer 999 to status."
    assert f"{CASE}, line {at}: evidence, status, 999: {reason}" in told
    assert f"index.yaml, line {alias}: past: new: there is no page gone." in told


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda text: "\0" not in text),
        st.lists(st.text().filter(lambda text: "\0" not in text)),
    )
)
def test_every_text_survives_being_written_and_read(data):
    assert (reading.parse(as_yaml(data).encode()) or {}) == data


def test_a_folder_and_a_zip_file_hold_the_same_bytes(files, tmp_path):
    write_tree(files, tmp_path / "folder")
    write_tree(files, tmp_path / "files.zip")
    assert read_tree(tmp_path / "folder") == read_tree(tmp_path / "files.zip") == files
    assert tree_of(content_of(files)) == files


def test_the_same_files_give_the_same_zip_file(files):
    archive = archives.packed(files)
    assert archives.packed(unpacked(archive)) == archive
    dates = {member.date_time for member in zipfile.ZipFile(io.BytesIO(archive)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def zipped(*members, data=b"x: y\n", **options):
    """A zip file with members of these names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **options) as archive:
        for member in members:
            archive.writestr(member, data)
    return target.getvalue()


def link(name):
    member = zipfile.ZipInfo(name)
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


@pytest.mark.parametrize(
    "name",
    [
        *(
            "/etc/passwd",
            "../index.yaml",
            "cases/../../a.yaml",
            "cases/a/b.yaml",
            "content/index.yaml",
        ),
        *(
            "cases/a.yml",
            "cases/A b.yaml",
            "cases/.yaml",
            "notes.txt",
            "x/",
            "C:/index.yaml",
            "cases",
        ),
    ],
)
def test_a_name_that_is_not_of_a_catalogue_is_refused(name):
    with pytest.raises(ContentError, match="does not belong into the zip file of a catalogue"):
        unpacked(zipped(name))


def test_folders_in_a_zip_file_do_no_harm():
    assert unpacked(zipped("cases/", "cases/a.yaml")) == {"cases/a.yaml": b"x: y\n"}


def test_a_bomb_is_refused_while_it_is_read():
    bomb = zipped(
        *(f"cases/{n}.yaml" for n in range(8)),
        data=bytes(10 * archives.MEGABYTE),
        compression=zipfile.ZIP_DEFLATED,
    )
    assert len(bomb) < archives.MEGABYTE
    with pytest.raises(ContentError, match="What the zip file holds is larger than 50 MB"):
        unpacked(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused():
    bomb = zipped("index.yaml", data=bytes(archives.MEGABYTE), compression=zipfile.ZIP_DEFLATED)
    size = archives.MEGABYTE.to_bytes(4, "little")
    with pytest.raises(ContentError, match="damaged"):
        unpacked(bomb.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("count", [archives.FILES + 1, 30_000])
def test_too_many_files_are_refused_before_they_are_read(count):
    with pytest.raises(ContentError, match="more than 5,000 files"):
        unpacked(zipped(*(f"cases/{n}.yaml" for n in range(count))))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a zip file"),
        (b"PK\x05\x06", "not a zip file"),
        (b"x" * 1000, "not a zip file"),
        (bytes(archives.PACKED + 1), "larger than 20 MB"),
        (zipped("index.yaml")[:-30], "not a zip file"),
        (zipped("index.yaml").replace(b"x: y", b"x: z"), "damaged"),
        (zipped("index.yaml", compression=zipfile.ZIP_LZMA), "packed in an unusual way"),
        (zipped(link("index.yaml")), "is a link or has a password"),
    ],
    ids=("nothing", "beginning", "text", "large", "cut", "damaged", "lzma", "link"),
)
def test_what_is_no_plain_zip_file_is_refused_in_words(data, reason):
    with pytest.raises(ContentError, match=reason):
        unpacked(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_refused():
    with pytest.raises(ContentError, match=r"index\.yaml is in the zip file twice"):
        unpacked(zipped("index.yaml", "index.yaml"))
