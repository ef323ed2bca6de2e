"""`manage.py catalogue`: import, export, check, publish and roll back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnostics.catalogue import checks, publishing
from diagnostics.catalogue.differences import Difference
from diagnostics.catalogue.files import (
    SHIPPED,
    ContentError,
    in_files,
    read_tree,
    tree_of,
    write_tree,
)
from diagnostics.catalogue.importing import plan, usable
from diagnostics.catalogue.models import Release
from diagnostics.catalogue.review import review_drafts
from diagnostics.catalogue.transfer import export_content, import_content


class Command(BaseCommand):
    help = "Move the catalogue between files, drafts and releases."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        start = actions.add_parser("start", help="import and publish the content if there is none")
        start.set_defaults(files=SHIPPED)
        for name, words in (
            ("import", "files into drafts"),
            ("export", "drafts into files"),
            ("check", "check the files, without a database"),
        ):
            action = actions.add_parser(name, help=words)
            action.add_argument(
                "files", type=Path, nargs="?", default=SHIPPED, metavar="FOLDER|FILE.zip"
            )
        actions.choices["import"].add_argument(
            "--dry-run", action="store_true", help="only say what would change"
        )
        publish = actions.add_parser("publish", help="drafts into a new release")
        publish.add_argument("--note", default="")
        publish.add_argument(
            "--overrule",
            default="",
            metavar="REASON",
            help="publish although a check fails or a diagnosis gets worse, for this reason",
        )
        rollback = actions.add_parser("rollback", help="publish an earlier release again")
        rollback.add_argument("number", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"do_{options['action']}")(options)
        except (ContentError, publishing.PublishingError) as problem:
            raise CommandError(str(problem)) from None

    def do_start(self, options: dict[str, Any]) -> None:
        if Release.objects.exists():
            return
        import_content(usable(read_tree(options["files"])))
        release = publishing.publish(note="The shipped content.")
        self.stdout.write(f"{release} is published.")

    def do_import(self, options: dict[str, Any]) -> None:
        planned = plan(read_tree(options["files"]))
        for problem in planned.unfinished:
            self.stderr.write(f"To be mended before publishing: {problem}")
        if options["dry_run"]:
            for difference in planned.found:
                self.stdout.write(_in_words(difference))
            self.stdout.write(f"{len(planned.found)} changes, none of them made.")
            return
        import_content(planned.content, seen=planned.seen)
        self.stdout.write(
            f"{len(planned.content.cases)} cases are in the drafts. Now publish them."
        )

    def do_export(self, options: dict[str, Any]) -> None:
        write_tree(tree_of(export_content()), options["files"])
        self.stdout.write(f"The drafts are in {options['files']}.")

    def do_check(self, options: dict[str, Any]) -> None:
        tree = read_tree(options["files"])
        problems = checks.check(usable(tree), lambda problem: in_files(problem, tree))
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("The catalogue is sound.")

    def do_publish(self, options: dict[str, Any]) -> None:
        found = review_drafts()
        self.stdout.write(found.sentence)
        for shift in found.shifts:
            self.stdout.write(
                f"  {shift.verdict}: {shift.before} → {shift.after}, rightly {shift.case}: "
                f"{' '.join(shift.text.split())[:100]}"
            )
        release = publishing.publish(
            note=options["note"],
            overrule=options["overrule"],
            seen=publishing.Seen(found.base, found.fingerprint),
        )
        self.stdout.write(f"{release} is published.")

    def do_rollback(self, options: dict[str, Any]) -> None:
        try:
            release = publishing.roll_back(options["number"])
        except Release.DoesNotExist:
            msg = f"There is no release {options['number']}."
            raise CommandError(msg) from None
        self.stdout.write(f"{release} is published.")


def _in_words(difference: Difference) -> str:
    """One entry that differs, and below it each field with its texts before and after."""
    lines = [f"{difference.kind}/{difference.slug}".rstrip("/") + f": {difference.action}"]
    for field in difference.fields:
        lines.append(f"  {field.name}:")
        lines += [f"    - {line}" for line in (field.before or "").splitlines()]
        lines += [f"    + {line}" for line in (field.after or "").splitlines()]
    return "\n".join(lines)
