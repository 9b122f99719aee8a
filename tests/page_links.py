"""What a page names: its addresses, and what in it could run or style inline."""

from __future__ import annotations

from html.parser import HTMLParser


class Links(HTMLParser):
    """Every address a page names, and whether anything in it could run or style inline."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.sources: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.hrefs.append(value or "")
            elif name in ("src", "href", "action", "formaction"):
                self.sources.append(value or "")
            elif name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
            elif name == "id":
                self.ids.append(value or "")
        if tag == "script" and not dict(attrs).get("src"):
            self.inline.append("script")


def links(text: str) -> Links:
    found = Links()
    found.feed(text)
    return found
