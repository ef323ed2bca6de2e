"""`manage.py insights`: remove what has been kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from diagnostics.insights.pruning import prune


class Command(BaseCommand):
    help = "Look after what visitors tell and what is counted."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        action = actions.add_parser("prune", help="remove old counts and reports")
        action.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *_args: Any, **options: Any) -> None:
        removed = prune(dry_run=options["dry_run"])
        done = "Would remove" if options["dry_run"] else "Removed"
        self.stdout.write(
            f"{done}: counts {removed.counts}, reports {removed.reports}, "
            f"problems {removed.problems}."
        )
