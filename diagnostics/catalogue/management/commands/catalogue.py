"""`manage.py catalogue`: import, export, check, publish and roll back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diagnostics.catalogue import checks, publishing
from diagnostics.catalogue.files import SHIPPED, ContentError, read_content, tree_of, write_tree
from diagnostics.catalogue.models import Release
from diagnostics.catalogue.transfer import export_content, import_content


class Command(BaseCommand):
    help = "Move the catalogue between files, drafts and releases."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        start = actions.add_parser("start", help="import and publish the content if there is none")
        start.set_defaults(folder=SHIPPED)
        for name, words in (("import", "files into drafts"), ("export", "drafts into files")):
            action = actions.add_parser(name, help=words)
            action.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
        check = actions.add_parser("check", help="check the files, without a database")
        check.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
        publish = actions.add_parser("publish", help="drafts into a new release")
        publish.add_argument("--note", default="")
        publish.add_argument("--overrule", default="", metavar="REASON")
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
        import_content(read_content(options["folder"]))
        release = publishing.publish(note="The shipped content.")
        self.stdout.write(f"{release} is published.")

    def do_import(self, options: dict[str, Any]) -> None:
        content = read_content(options["folder"])
        import_content(content)
        self.stdout.write(f"{len(content.cases)} cases are in the drafts. Now publish them.")

    def do_export(self, options: dict[str, Any]) -> None:
        write_tree(tree_of(export_content()), options["folder"])
        self.stdout.write(f"The drafts are in {options['folder']}.")

    def do_check(self, options: dict[str, Any]) -> None:
        problems = checks.check(read_content(options["folder"]))
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("The catalogue is sound.")

    def do_publish(self, options: dict[str, Any]) -> None:
        release = publishing.publish(note=options["note"], overrule=options["overrule"])
        self.stdout.write(f"{release} is published.")

    def do_rollback(self, options: dict[str, Any]) -> None:
        try:
            release = publishing.roll_back(options["number"])
        except Release.DoesNotExist:
            msg = f"There is no release {options['number']}."
            raise CommandError(msg) from None
        self.stdout.write(f"{release} is published.")
