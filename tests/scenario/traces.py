"""Looking everywhere: every page that somebody can reach, every table, every file of the server."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from django.db import connection

from tests.scenario.somebody import Somebody
from tests.scenario.watch import MARK

LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
AN_ID = re.compile(r"(?<=/)[\w-]{12}(?=/)")
NOT_FOLLOWED = ("/static/", "/sign-out/", "/uploads/", "/mail/", "/practices/")
OF_A_KIND = 3
"""How many pages are opened that differ only by an id or by what is asked of them."""


@dataclass
class Walk:
    """What somebody found by following every link from where they began: texts of pages by path, and all addresses."""

    pages: dict[str, str] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    @property
    def marks(self) -> set[str]:
        """Every mark on any page."""
        return {mark for text in self.pages.values() for mark in MARK.findall(text)}

    def where(self, mark: str) -> list[str]:
        """The pages with a mark."""
        return [path for path, text in self.pages.items() if mark in text]


async def walk(who: Somebody, begin: list[str]) -> Walk:
    """Follow every link of this site, from pages and files, that can be opened without pressing a button."""
    found, to_do, kinds = Walk(), list(begin), Counter[str]()
    while to_do:
        path = to_do.pop(0)
        kind = AN_ID.sub("*", path.partition("?")[0])
        if path in found.pages or kinds[kind] == OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = await who.http.get(path, follow_redirects=True)
        found.pages[path] = answer.text
        found.addresses |= {str(each.url) for each in (*answer.history, answer)}
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = {unescape(link) for link in LINK.findall(answer.text)}
            found.addresses |= links
            to_do += [path for link in sorted(links) if (path := _inside(who.url, str(answer.url), link))]
    return found


def _inside(site: str, page: str, link: str) -> str:
    """The path of a link that stays on the site and is worth following; else empty."""
    parts = urlsplit(urldefrag(urljoin(page, link)).url)
    here = parts.netloc == urlsplit(site).netloc and parts.scheme in ("http", "https")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if here and not path.startswith(NOT_FOLLOWED) else ""


Places = dict[str, set[str]]
"""Where each mark was found."""


def in_tables() -> Places:
    """The tables of the database with each mark that any row of them holds."""
    found: Places = {}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for mark in MARK.findall(str(cursor.fetchall())):
                found.setdefault(mark, set()).add(table)
    return found


def in_files(folder: Path) -> Places:
    """The files of the server's folder with each mark in their bytes: database, write-ahead log, queue, printed log."""
    found: Places = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        for mark in MARK.findall(path.read_bytes().decode("latin-1")):
            found.setdefault(mark, set()).add(path.name)
    return found
