"""A source to a page as a browser saves it: the words between menus, banners and footers."""

from __future__ import annotations

import re
from html import escape

from corpus.specimen.source import SOURCES, Block, Source


def to_html(source: Source) -> bytes:
    """The file: the site's trimmings from ``shared/<look>.html``, the words from the source."""
    frame = (SOURCES / "shared" / f"{source.matter['look']}.html").read_text(encoding="utf-8")
    words = _body(source.blocks)
    for name, value in (("title", escape(source.matter["title"])), ("words", words)):
        frame = frame.replace(f"{{{{{name}}}}}", value)
    return frame.encode("utf-8")


def _body(blocks: tuple[Block, ...]) -> str:
    lines: list[str] = []
    depth = 0
    for block in blocks:
        wanted = block.level if block.kind == "bullet" else 0
        while depth < wanted:
            lines.append("<ul>")
            depth += 1
        while depth > wanted:
            lines.append("</ul>")
            depth -= 1
        lines.extend(_html(block))
    return "\n".join(lines + ["</ul>"] * depth)


def _html(block: Block) -> list[str]:
    text = _marked(block.text)
    match block.kind:
        case "heading":
            return [f"<h{block.level}>{text}</h{block.level}>"]
        case "minute":
            return [f'<h3 class="minute">{block.label}. {text}</h3>']
        case "bullet":
            return [f"<li>{text}</li>"]
        case "numbered":
            return [f"<p>{block.label}&nbsp;{text}</p>"]
        case "strong":
            return [f"<p><strong>{text}</strong></p>"]
        case "centred":
            return [f'<p class="centre">{text}</p>']
        case "facts":
            rows = [
                f"<dt>{_marked(key)}</dt><dd>{_marked(value)}</dd>" for key, value in block.rows
            ]
            return ["<dl>", *rows, "</dl>"]
        case "table":
            return _table(block)
        case "directive":
            return []
        case _:
            return [f"<p>{text}</p>"]


def _table(block: Block) -> list[str]:
    lines = ['<table class="data">']
    for number, row in enumerate(block.rows):
        tag = "td" if number else "th"
        cells = "".join(f"<{tag}>{_cell(cell)}</{tag}>" for cell in row)
        lines.append(f"<tr>{cells}</tr>")
    return [*lines, "</table>"]


def _cell(text: str) -> str:
    pieces = text.split(" // ")
    if len(pieces) == 1:
        return _marked(text)
    return "".join(f"<p>{_marked(piece)}</p>" for piece in pieces)


def _marked(text: str) -> str:
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text, quote=False))
    return re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"<em>\1</em>", safe)
