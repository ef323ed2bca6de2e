"""How fast texts are diagnosed, on one core."""

import io
import json
import tempfile
import time

from django.core.management import call_command

from diagnostics.catalogue import current
from diagnostics.catalogue.diagnosing import answer
from tests.bench.measuring import milliseconds, percentile, shipped
from tests.bench.texts import KB, MB, padded_samples

RECORDS = 1000
LENGTHS = {"1 kB": (KB, 400), "10 kB": (10 * KB, 100), "100 kB": (100 * KB, 40), "1 MB": (MB, 40)}


def speed() -> None:
    """Print records a second of a batch, and times against the length of the text."""
    print(f"{'SPEED':18}{'records/s':>12}")
    print(f"{'batch, 1 kB':18}{batch_rate():12.0f}\n")
    print(f"{'ONE DIAGNOSIS':18}{'p50 ms':>12}{'p99 ms':>9}{'ms/kB':>9}")
    for name, (length, count) in LENGTHS.items():
        texts = padded_samples(length, count)
        times = milliseconds(lambda text: answer(shipped(), {"text": text}), texts)
        p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
        print(f"{name:18}{p50:12.2f}{p99:9.2f}{p50 / (length / KB):9.3f}")


def batch_rate() -> float:
    """Records a second of `manage.py diagnose --batch`, once the release is loaded."""
    current._holder.release = shipped()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, text in enumerate(padded_samples(KB, RECORDS)):
            print(json.dumps({"id": str(number), "text": text}), file=file)
        file.flush()
        started = time.process_time()
        call_command("diagnose", "--batch", file.name, stdout=io.StringIO())
        return RECORDS / (time.process_time() - started)
