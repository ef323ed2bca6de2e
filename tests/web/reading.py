"""Looking at a page as a reader does: its heading, its links, its text."""

import re
from html import unescape

from django.utils.html import strip_tags


def text(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def body(response) -> str:
    return response.content.decode()


def heading(response) -> str:
    return text(re.search(r"<h1.*?</h1>", body(response), re.DOTALL)[0])


def main(response) -> str:
    return text(body(response).split("<main", 1)[1].split("</main>")[0].split(">", 1)[1])


def links(response) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', body(response))]


def titles(response) -> list[str]:
    return [text(title) for title in re.findall(r"<title>.*?</title>", body(response))]
