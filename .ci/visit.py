"""Visit a running server as a newcomer would: pages, what they load, and every list with its first record."""

import json
import re
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PAGES = ("/", "/docs/", "/docs/api-guide/", "/api/docs/", "/api/docs/trainings/", "/admin/login/")
# Lists that are empty until somebody imports a file.
MAY_BE_EMPTY = {"trainings", "reconciliation/printed-totals"}


def read(url: str, accept: str = "*/*") -> bytes:
    """The body at an address; an error names the address."""
    try:
        with urlopen(Request(url, headers={"Accept": accept}), timeout=20) as response:
            return response.read()
    except HTTPError as error:
        raise SystemExit(f"{url}: {error}") from error


def read_json(url: str) -> Any:
    """The body at an address, as JSON."""
    return json.loads(read(url, "application/json"))


def visit_pages(site: str) -> None:
    """Each page, and each file that it names."""
    for page in PAGES:
        text = read(site + page, "text/html").decode()
        files = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text)))
        for file in files:
            read(site + file)
        print(f"{page}: {len(text):,} characters, {len(files)} files")


def visit_lists(site: str) -> None:
    """Each list that the root names: it has records, and the first of them has an address that answers."""
    for endpoint in read_json(f"{site}/api/v1/")["endpoints"]:
        if endpoint["count"] is None or (not endpoint["count"] and endpoint["name"] in MAY_BE_EMPTY):
            continue
        page = read_json(endpoint["url"])
        if not page["count"] or page["count"] != endpoint["count"]:
            raise SystemExit(f"{endpoint['url']}: {page['count']} records, the root says {endpoint['count']}")
        read_json(page["results"][0]["url"])
        print(f"{endpoint['url']}: {page['count']:,} records")


if __name__ == "__main__":
    visit_pages(sys.argv[1].rstrip("/"))
    visit_lists(sys.argv[1].rstrip("/"))
