"""Compound files (OLE) made in code: what .msg, .doc and .xls are kept in. For tests only."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(files: dict[str, bytes]) -> bytes:
    """A compound file with these streams; a name with ``/`` lies in storages."""
    tree: dict[str, object] = {}
    for name, data in files.items():
        here = tree
        *folders, last = name.split("/")
        for folder in folders:
            here = here.setdefault(folder, {})  # type: ignore[assignment]
        here[last] = data
    sectors: list[bytes] = []
    chains: list[list[int]] = []
    rows: list[list[object]] = []
    small = bytearray()
    small_fat: list[int] = []

    def put_small(data: bytes) -> int:
        first = len(small_fat)
        count = -(-len(data) // 64)
        small.extend(data.ljust(count * 64, b"\0"))
        small_fat.extend([*range(first + 1, first + count), _END][:count])
        return first if count else _END

    def put(data: bytes) -> int:
        first = len(sectors)
        blocks = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        sectors.extend(blocks)
        chains.append(list(range(first, len(sectors))))
        return first if blocks else _END

    def entry(name: str, kind: int) -> int:
        rows.append([name, kind, _FREE, _FREE, _FREE, _END, 0])
        return len(rows) - 1

    def fill(parent: int, children: dict[str, object]) -> None:
        before = None
        for name in sorted(children, key=lambda one: (len(one), one.upper())):
            held = children[name]
            number = entry(name, 1 if isinstance(held, dict) else 2)
            if before is None:
                rows[parent][4] = number
            else:
                rows[before][3] = number  # a chain to the right is a tree too
            before = number
            if isinstance(held, dict):
                fill(number, held)
            else:
                lay = put_small if len(held) < 4096 else put  # type: ignore[arg-type]
                rows[number][5], rows[number][6] = lay(held), len(held)  # type: ignore[arg-type]

    root = entry("Root Entry", 5)
    fill(root, tree)
    rows[root][5], rows[root][6] = put(bytes(small)), len(small)
    mini = put(struct.pack(f"<{len(small_fat)}I", *small_fat).ljust(SECTOR, b"\xff"))
    directory = b"".join(_entry(*row) for row in rows)  # type: ignore[arg-type]
    start = put(directory)
    count = 1
    while (len(sectors) + count) * 4 > count * SECTOR:
        count += 1
    fat = [_FREE] * (count * SECTOR // 4)
    for chain in chains:
        for here, after in zip(chain, [*chain[1:], _END], strict=True):
            fat[here] = after
    for number in range(len(sectors), len(sectors) + count):
        fat[number] = _FAT
    places = [*range(len(sectors), len(sectors) + count), *([_FREE] * (109 - count))]
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, start, 0, 4096, mini, len(chains[-2]), _END, 0,
    )  # fmt: skip
    table = struct.pack(f"<{len(fat)}I", *fat)
    return header + struct.pack("<109I", *places) + b"".join(sectors) + table


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        wide,
        len(wide),
        kind,
        1,
        left,
        right,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )


def outlook(
    subject: str, body: str, sent: datetime, files: dict[str, bytes], **more: bytes
) -> bytes:
    """A mail as Outlook keeps it, in Unicode."""
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10**7)

    def fixed(tag: int, value: int) -> bytes:
        return struct.pack("<IIQ", tag, 6, value)

    def named(name: str, words: bytes) -> bytes:
        return struct.pack("<IIQ", int(name[-8:], 16), 6, len(words) + 2)

    def text(tag: int, words: str) -> tuple[str, bytes]:
        return f"__substg1.0_{tag:08X}", words.encode("utf-16-le")

    found = dict([text(0x0037001F, subject), text(0x1000001F, body), text(0x001A001F, "IPM.Note")])
    found |= dict([text(0x0C1A001F, "Ann Orme"), text(0x0C1F001F, "ann@marl.example")])
    listed = b"".join(named(name, words) for name, words in found.items())
    found["__properties_version1.0"] = (
        struct.pack("<8xIIII8x", 0, len(files), 0, len(files))
        + listed
        + fixed(0x00390040, ticks)
        + fixed(0x340D0003, 0x00040000)
    )
    for number, (name, data) in enumerate(files.items()):
        place = f"__attach_version1.0_#{number:08X}"
        tag, words = text(0x3707001F, name)
        found |= {f"{place}/{tag}": words, f"{place}/__substg1.0_37010102": data}
        found[f"{place}/__properties_version1.0"] = (
            struct.pack("<8x") + fixed(0x37050003, 1) + named(tag, words) + named("37010102", data)
        )
    return compound(found | more)
