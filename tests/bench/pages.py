"""Requests per second and latency of the pages, beside a bare view on the same server."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

REQUESTS = 300
THREADS = 4
FACTS = "limit=65536&read=status&requested=79519&signal=context-length-both-numbers&status=400"
PASTE = urlencode({"text": "maximum context length is 65536 tokens, you requested 79519 tokens"})
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Call = tuple[str, str, str | None]
CALLS: dict[str, Call] = {
    "bare Django view": ("GET", "/bare/", None),
    "code page": ("GET", "/codes/429/", None),
    "diagnosis": ("GET", f"/diagnose/?{FACTS}", None),
    "paste": ("POST", "/diagnose/", PASTE),
}


def pages() -> None:
    """Measure each call and print the table."""
    with serving() as port:
        report(port)


@contextmanager
def serving(port: int = 0) -> Iterator[int]:
    """Start the server, give its port, stop the server."""
    port = port or free_port()
    command = f"granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1"
    server = subprocess.Popen(
        [*command.split(), "tests.bench.wsgi:application"],
        executable=os.path.join(os.path.dirname(sys.executable), "granian"),
        env={**os.environ, "HTTPS": "off"},
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def report(port: int) -> None:
    """Print one line a call; the ratio is to the bare view."""
    print(f"{'PAGES':18}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'ratio':>8}")
    yardstick = 0.0
    for name, call in CALLS.items():
        measure(port, call, REQUESTS // 3)
        started = time.perf_counter()
        times = sorted(measure(port, call, REQUESTS))
        rate = len(times) / (time.perf_counter() - started)
        yardstick = yardstick or rate
        p50, p99 = times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000
        print(f"{name:18}{rate:12.0f}{p50:9.1f}{p99:9.1f}{rate / yardstick:8.2f}")


def measure(port: int, call: Call, requests: int) -> list[float]:
    """Seconds that each request took, over `THREADS` connections at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        share = requests // THREADS
        return [
            t
            for times in pool.map(lambda _: worker(port, call, share), range(THREADS))
            for t in times
        ]


def worker(port: int, call: Call, requests: int) -> list[float]:
    """Send requests one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    method, path, body = call
    send: Callable[[], None] = lambda: connection.request(method, path, body, FORM if body else {})  # noqa: E731
    times = []
    for _ in range(requests):
        started = time.perf_counter()
        send()
        response = connection.getresponse()
        response.read()
        if response.status >= 400:
            sys.exit(f"{path} answered {response.status}.")
        times.append(time.perf_counter() - started)
    connection.close()
    return times


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until the server answers; give up after 30 seconds."""
    for _ in range(300):
        try:
            worker(port, CALLS["bare Django view"], 1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not start.")
