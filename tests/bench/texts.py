"""Texts of a given length: a sample, and around it what clients and servers print with an error."""

import random

from tests.samples import samples

KB, MB = 1_000, 1_000_000

_HEADERS = (
    "content-type: application/json; charset=utf-8",
    "date: Tue, {n:02} Nov 2026 08:{m:02}:17 GMT",
    "x-request-id: req_{x:016x}",
    "cf-ray: {x:016x}-FRA",
    "server: cloudflare",
    "strict-transport-security: max-age=31536000",
)
_FRAMES = (
    "    at async Client.request (file:///app/node_modules/http-client/core.mjs:{m}:{n})",
    "    at process.processTicksAndRejections (node:internal/process/task_queues:{m}:{n})",
    '  File "/usr/lib/python3.12/site-packages/client/_base.py", line {m}, in request',
    "    response = self._send(request, options, retries={n})",
)
_LOG = (
    "2026-11-{n:02} 08:{m:02}:17.{n:03} INFO  chat: conversation {x:08x} has {m} messages",
    "2026-11-{n:02} 08:{m:02}:18.{n:03} DEBUG store: saved topic {x:08x} in {n} ms",
    "2026-11-{n:02} 08:{m:02}:19.{n:03} WARN  chat: sending again, attempt {n}",
)


def padded(text: str, length: int, seed: int) -> str:
    """The text amid headers, stack frames and log lines that are always the same for a seed."""
    chance = random.Random(seed)
    after = [line for _ in range(2) for line in _lines(chance, _HEADERS + _FRAMES)]
    size = len(text) + sum(map(len, after))
    before: list[str] = []
    while size < length:
        lines = [*_lines(chance, _LOG), *_lines(chance, _FRAMES)]
        size += sum(len(line) + 1 for line in lines)
        before += lines
    # People copy the end of a log, and mostly the error is near it.
    return "\n".join([text, *after, *before])[:length]


def padded_samples(length: int, count: int) -> list[str]:
    """So many samples, from all causes, each padded to the length."""
    known = samples()
    step = max(1, len(known) // count)
    return [padded(known[i * step % len(known)].text, length, i) for i in range(count)]


def _lines(chance: random.Random, templates: tuple[str, ...]) -> list[str]:
    values = {"n": chance.randint(1, 28), "m": chance.randint(10, 59), "x": chance.getrandbits(32)}
    return [template.format(**values) for template in templates]
