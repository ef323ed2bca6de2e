"""How long it takes to review the drafts and to publish them, on one core."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command

if __name__ == "__main__":  # the process that is measured
    django.setup()

from diagnostics.catalogue import current, trials
from diagnostics.catalogue.differences import differences
from diagnostics.catalogue.editing import compiled
from diagnostics.catalogue.files import read_content, validated, whole_data
from diagnostics.catalogue.models import Case as Draft
from diagnostics.catalogue.publishing import publish
from diagnostics.catalogue.review import review_drafts
from diagnostics.catalogue.schema import Case, Content, Example
from diagnostics.catalogue.transfer import drafts, import_content
from tests.bench.growth import larger

TIMES = (1, 15)
EXAMPLES = 3  # texts of each made-up case that a release is tried on
COLUMNS = ("read", "compare", "compile", "trials", "whole", "reviewed")


def publishing() -> None:
    """Print seconds for each size of the catalogue, each in a process and a database of its own.

    whole: publishing what nobody has looked at; reviewed: publishing right after the review.
    """
    print(f"{'PUBLISHING':18}" + "".join(f"{name:>10} s" for name in COLUMNS), flush=True)
    for times in TIMES:
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "VAR_DIR": folder}
            environment.pop("DATABASE_URL", None)
            command = [sys.executable, "-m", "tests.bench.publishing", str(times)]
            subprocess.run(command, check=True, env=environment)


def measure(times: int) -> None:
    """Print one line, as a server that holds the release in memory would take it."""
    call_command("migrate", verbosity=0)
    content = with_examples(larger(read_content(), times))
    import_content(content)
    # Made-up cases are not told apart by anything.
    overrule = "They are made up."
    publish(overrule=overrule)
    live = current.refresh()
    current.renew = lambda: None  # in a server, another thread loads the new release

    change_a_draft("One")
    data, reading = timed(drafts)
    new, validating = timed(lambda: validated(data))
    _differences, comparing = timed(lambda: differences(whole_data(live.content), data))
    draft, checking = timed(lambda: compiled(new))
    _reader, learning = timed(lambda: (draft.reader, draft.engine.answer_tables))
    _failures, failing = timed(lambda: [*trials.failures(draft)])
    examples = [example.text for case in new.cases for example in case.examples]
    _old, shifting = timed(lambda: [trials.diagnosed(live, text) for text in examples])
    _review, _spent = timed(review_drafts)
    _release, reviewed = timed(lambda: publish(overrule=overrule))

    live = current.refresh()
    change_a_draft("Two")
    _release, whole = timed(lambda: publish(overrule=overrule))
    parts = (
        *(reading + validating, comparing, checking + learning, failing + shifting),
        *(whole, reviewed),
    )
    print(
        f"{len(content.cases):<18}" + "".join(f"{seconds:12.2f}" for seconds in parts), flush=True
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The result, and seconds of processor time."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def change_a_draft(title: str) -> None:
    """What an editor does before publishing."""
    Draft.objects.filter(pk=Draft.objects.first().pk).update(title_en=title)


def with_examples(content: Content) -> Content:
    """The content with examples for the cases that have none: their own tell-tales and wordings."""
    return content.model_copy(update={"cases": tuple(map(_with_examples, content.cases))})


def _with_examples(case: Case) -> Case:
    if case.examples:
        return case
    texts = [*(pattern.example for pattern in case.patterns), *case.symptoms.en]
    examples = tuple(Example(text=text) for text in texts[:EXAMPLES])
    return case.model_copy(update={"examples": examples})


if __name__ == "__main__":
    measure(int(sys.argv[1]))
