"""A tree of files as a zip file, and back; what comes from outside is bounded while it is read."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

MEGABYTE = 1024 * 1024
PACKED = 20 * MEGABYTE  # a catalogue of 1,000 cases takes 6
UNPACKED = 50 * MEGABYTE  # all files together; the same catalogue takes 13
FILES = 5000
CHUNK = 64 * 1024
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same catalogue must give the same bytes


class ArchiveError(ValueError):
    """A zip file that is not read; the message says why and what to do."""


def packed(tree: Mapping[str, bytes]) -> bytes:
    """The files of a tree as a zip file, the same bytes for the same files in the same order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in tree.items():
            member = zipfile.ZipInfo(name, LONG_AGO)
            member.create_system = 3  # Unix, wherever it is made
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, data, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def unpacked(data: bytes, is_ours: Callable[[str], bool]) -> dict[str, bytes]:
    """The files of a zip file. Raises `ArchiveError`.

    is_ours: whether a file of this name belongs into the tree. Every other one is refused, and so
    no path can lead out of the tree.
    """
    if len(data) > PACKED:
        raise ArchiveError(_too_big("The zip file", PACKED))
    try:
        with zipfile.ZipFile(_Bounded(data)) as archive:
            members = [*_members(archive, is_ours)]
            return _contents(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError):
        msg = "This is not a zip file, or a damaged one. Export the catalogue and change that file."
        raise ArchiveError(msg) from None


class _Bounded(io.BytesIO):
    """A file whose list of members is refused before it is read when it is too long."""

    def read(self, size: int | None = -1) -> bytes:
        left = len(self.getbuffer()) - self.tell()
        if min(left, left if size is None or size < 0 else size) > MEGABYTE:
            raise ArchiveError(_too_many())
        return super().read(size)


def _members(archive: zipfile.ZipFile, is_ours: Callable[[str], bool]) -> Iterator[zipfile.ZipInfo]:
    """The files of an archive that may be read; folders stand only in the names of files."""
    seen = set()
    for number, member in enumerate(archive.infolist(), start=1):
        name = member.filename
        if number > FILES:
            raise ArchiveError(_too_many())
        if member.is_dir() and is_ours(f"{name}x.yaml"):
            continue
        if not is_ours(name):
            msg = (
                f"“{name[:200]}” does not belong into the zip file of a catalogue. index.yaml must "
                "stand at its top, beside folders such as cases and codes."
            )
            raise ArchiveError(msg)
        if name in seen:
            msg = f"{name} is in the zip file twice."
            raise ArchiveError(msg)
        if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 1:
            msg = f"{name} is a link or has a password. Pack the plain file."
            raise ArchiveError(msg)
        seen.add(name)
        yield member


def _contents(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What the files hold. What they say of their size is not believed; it is counted."""
    tree, left = {}, UNPACKED
    for member in members:
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            msg = f"{member.filename} is packed in an unusual way. Pack it as other zip files are."
            raise ArchiveError(msg)
        parts = []
        with archive.open(member) as file:
            while part := file.read(CHUNK):
                left -= len(part)
                if left < 0:
                    raise ArchiveError(_too_big("What the zip file holds", UNPACKED))
                parts.append(part)
        tree[member.filename] = b"".join(parts)
    return tree


def _too_big(what: str, limit: int) -> str:
    return f"{what} is larger than {limit // MEGABYTE} MB."


def _too_many() -> str:
    return f"The zip file has more than {FILES:,} files."
