"""What a phone on a slow line sees: Chromium with a slowed processor and network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.pages import FACTS, serving

TIMES = 5  # visits of each page, each with an empty cache
SLOWDOWN = 4
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 1.6e6 / 8,
}
PHONE = {"width": 390, "height": 844}
VISITS = {
    "plain page": "/plain/",
    "home": "/",
    "diagnosis": f"/diagnose/?{FACTS}",
    "question": "/diagnose/?status=400",
    "code page": "/codes/429/",
    "Chinese home": "/zh-hans/",
}
OBSERVE = """
    window.seen = {paint: 0, shift: 0};
    const watch = (type, note) => new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) note(entry);
    }).observe({type, buffered: true});
    watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
"""


@dataclass
class Line:
    """What came over the line, and from where."""

    sizes: list[float] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def browser() -> None:
    """Print requests, bytes, largest paint and shifts of first visits, and the size of steps."""
    with serving() as port, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        site = f"http://127.0.0.1:{port}"
        print(f"{'FIRST VISIT':18}{'requests':>12}{'kB':>9}{'LCP ms':>9}{'shift':>8}{'foreign':>9}")
        for name, path in VISITS.items():
            rows = [_visit(chromium, site, path) for _ in range(TIMES)]
            requests, size, paint, shift, foreign = (median(r) for r in zip(*rows, strict=True))
            print(f"{name:18}{requests:12.0f}{size:9.1f}{paint:9.0f}{shift:8.3f}{foreign:9.0f}")
        print(f"\n{'STEP':18}{'requests':>12}{'kB':>9}{'ms':>9}{'shift':>8}")
        for name, values in _steps(chromium, site):
            requests, size, spent, shift = values
            print(f"{name:18}{requests:12.0f}{size:9.1f}{spent:9.0f}{shift:8.3f}")
        chromium.close()


@contextmanager
def _phone(chromium: Browser) -> Iterator[tuple[Page, Line]]:
    """A fresh browser on a slow machine and a slow line, and what it receives."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    protocol, line = context.new_cdp_session(page), Line()
    protocol.on("Network.loadingFinished", lambda e: line.sizes.append(e["encodedDataLength"]))
    protocol.on("Network.requestWillBeSent", lambda e: line.addresses.append(e["request"]["url"]))
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", LINE)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(OBSERVE)
    yield page, line
    context.close()


def _visit(chromium: Browser, site: str, path: str) -> tuple[float, ...]:
    with _phone(chromium) as (page, line):
        page.goto(site + path, wait_until="networkidle")
        seen = page.evaluate("seen")
        foreign = sum(not address.startswith(site) for address in line.addresses)
        return len(line.sizes), sum(line.sizes) / 1000, seen["paint"], seen["shift"], foreign


def _steps(chromium: Browser, site: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    with _phone(chromium) as (page, line):
        page.goto(f"{site}/diagnose/?status=400", wait_until="networkidle")
        page.locator("input[type=radio]").first.check()
        yield "an answer", _step(page, line, "form.question button.primary")
        page.goto(f"{site}/diagnose/?{FACTS}", wait_until="networkidle")
        yield "a mark", _step(page, line, ".marks a:not(.solved)")
        page.goto(f"{site}/", wait_until="networkidle")
        page.locator("#text").fill("maximum context length is 65536 tokens, you sent 79519 tokens")
        yield "a paste", _step(page, line, ".box button.primary")


def _step(page: Page, line: Line, button: str) -> tuple[float, ...]:
    """Press it and wait for the next heading."""
    line.sizes.clear()
    page.evaluate(
        """() => {
            window.seen.shift = 0;
            window.since = performance.now();
            const note = () => { window.spent = performance.now() - window.since; };
            document.addEventListener("htmx:after:swap", note);
            window.spent = 0;
        }"""
    )
    page.locator(button).first.click()
    while not page.evaluate("spent"):
        page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")
    spent, shift = page.evaluate("[spent, seen.shift]")
    return len(line.sizes), sum(line.sizes) / 1000, spent, shift
