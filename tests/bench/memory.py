"""Memory of a fresh process that holds the release."""

import subprocess
import sys

_SCRIPT = """
import django
django.setup()
from diagnostics.catalogue.current import current
from diagnostics.catalogue.diagnosing import answer
from tests.samples import samples

def show(name):
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    now, most = (int(fields[field].split()[0]) / 1000 for field in ("VmRSS", "VmHWM"))
    print(f"{name:18}{now:12.0f}{most:9.0f}", flush=True)

show("Django")
release = current()
answer(release, {"text": "429"})
release.pages("en"), release.pages("zh-hans")
show("release loaded")
for sample in samples():
    answer(release, {"text": sample.text})
show("samples read")
"""


def memory() -> None:
    """Print resident memory, now and at most so far, at three moments; on Linux only."""
    print(f"{'MEMORY':18}{'MB':>12}{'peak':>9}", flush=True)
    subprocess.run([sys.executable, "-c", _SCRIPT], check=True)
