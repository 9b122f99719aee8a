"""Who was there: names and roles as each part lists them, in the layouts that minutes use.

Pairs on a line ('Name, Role'), in a row, in two columns that came out one after the other, in a
run-on list with roles in brackets. A name that no layout explains is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.model import Person
from indexer.language import lexicon, patterns, phrases
from indexer.layout.blocks import Piece

Attendance = Literal["present", "apologies", "minutes", "observer", "membership", "author"]

_TITLE = (
    r"(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Professor|Prof|Rev|"
    r"Rt Hon|Colonel|Col|Major|Captain|The|Ald(?:erman)?)\.?"
)
_NAME = re.compile(
    rf"(?:{_TITLE}\s+)*(?:[A-Z][\w’'-]*\.?\s+){{1,3}}(?:(?:de|van|von|der|la|O’|Mc|Mac)\s*)?"
    r"[A-Z][\w’'-]+(?:\s+(?:OBE|MBE|CBE|MP|QPM|JP|DL|QC|KC|MS|AM))*"
)
_TITLED = re.compile(rf"{_TITLE}\s+(?:[A-Z]\.?\s+)*[A-Z][\w’'-]+")
_HONOUR = re.compile(r"\s+(?:OBE|MBE|CBE|MP|QPM|JP|DL|QC|KC)\b")
_STRIP = re.compile(rf"^(?:{_TITLE}\s+)+|^(?:[A-Z]{{2,5}}\s+)(?=[A-Z][a-z]+\s+[A-Z])")
_ROLE_WORDS = (
    "policy chief deputy assistant head director senior democratic staff police executive "
    "principal lead corporate governance scrutiny committee interim acting strategic service "
    "finance legal monitoring communications performance research business project programme "
    "partnership community operations commissioning independent vice detective temporary "
    "group area joint"
)
_ROLES = frozenset(_ROLE_WORDS.split())
_ORGANISATION = re.compile(
    r"\b(?:council|police|panel|committee|board|association|service|services|office|department|"
    r"trust|authority|road|street|room|county|city|town|district|borough|force|team|"
    r"group|agenda|report|meeting|minutes|item|independent|public|"
    r"national|university|school|college|page|policy|borough)\b",
    re.IGNORECASE,
)
_KEYS: tuple[tuple[str, Attendance], ...] = (
    ("apolog", "apologies"),
    ("absent", "apologies"),
    ("membership", "membership"),
    ("observ", "observer"),
    ("minute", "minutes"),
    ("note", "minutes"),
    ("clerk", "minutes"),
)
_KEYED = re.compile(
    r"(?P<key>chair(?:man|person|ed by)?|in the chair|minutes|minute taker|notes? taken by|"
    r"apologies(?: for absence)?|present|attendance|attendees|attending|in attendance|"
    r"also (?:present|attended|attending|in attendance)|clerk|observers?|"
    r"members(?: present)?)\s*[:;]\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_SENT = phrases.either("attendance", "sent")
_COLUMNS = re.compile(r"(?:[A-Z][^\n:.;!?]{1,30}:\s*){2,}$")
"""'Name: Office:': nothing but labels, the heads of the columns of a list."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    zone: Attendance | None


def listed(text: str, made: Sequence[Piece]) -> tuple[Person, ...]:
    """Everybody the head of a part lists, in order, each name once."""
    found: list[Person] = []
    lines: list[_Line] = []
    zone: Attendance | None = None
    closed = False
    for at, piece in enumerate(made[:160]):
        words = text[piece.outer : piece.span.end]
        bare = words.strip("*_ ")
        sent = _SENT.match(" ".join(bare.split()))
        if sent and sent["rest"] and len(bare) < 600:
            found.extend(_run_on(sent["rest"], "apologies"))
            continue
        if closed or _COLUMNS.match(bare):
            continue
        keyed = _KEYED.match(bare)
        if keyed and len(bare) < 1500:
            zone = _zone(keyed["key"])
            rest = keyed["rest"].strip()
            if "," in rest:
                rest = " ".join([rest, *_tail(text, made[at + 1 : at + 8])])
            lines.append(_Line(rest, zone))
            zone = "present" if zone == "minutes" else zone
            continue
        if lexicon.ATTENDANCE.match(bare) and len(bare) < 90:
            zone = _zone(bare)
            continue
        if piece.role == "row":
            found.extend(_flush(lines))
            lines = []
            people, zone = _rows(text, piece, zone)
            found.extend(people)
            continue
        if zone and (piece.label or (len(bare) > 700) or _ends(piece, bare)):
            zone, closed = None, closed or len(found) + len(lines) > 2
        if zone and piece.role != "furniture":
            for one in _lines(words):
                if (
                    lines
                    and lines[-1].zone == zone
                    and not piece.gap
                    and _breaks_off(lines[-1].text, one)
                ):
                    lines[-1] = _Line(f"{lines[-1].text} {one}", zone)
                else:
                    lines.append(_Line(one, zone))
    found.extend(_flush(lines))
    return _once(found)


def _rows(
    text: str, piece: Piece, zone: Attendance | None
) -> tuple[list[Person], Attendance | None]:
    """People from a table's rows, and the list that is open after them."""
    found: list[Person] = []
    for row in piece.rows:
        cells = [text[cell.start : cell.end] for cell in row.cells if cell]
        cells = [cell for cell in cells if cell]
        first = cells[0] if cells else ""
        keyed = _KEYED.match(" ".join(cells))
        if keyed and not lexicon.ATTENDANCE.match(first):
            found.extend(_line(keyed["rest"], _zone(keyed["key"])))
            continue
        if lexicon.ATTENDANCE.match(first):
            zone = _zone(first)
        if row.label:
            zone = None
        if zone:
            found.extend(_row(cells, zone))
    return found, zone


def _tail(text: str, made: Sequence[Piece]) -> Iterator[str]:
    """The lines that a run-on list of names goes on in: set straight below it."""
    for piece in made:
        words = text[piece.outer : piece.span.end]
        if piece.gap or not (piece.role == "paragraph" or "), " in words):
            return
        if patterns.numbered(words) or len(words) > 300 or piece.role == "row":
            return
        if _KEYED.match(words) or lexicon.KEYED.match(words) or lexicon.tells(words):
            return
        yield words


def signed(text: str, made: Sequence[Piece]) -> tuple[Person, ...]:
    """Who signs: a name with an office under it, after a letter's last greeting, or at the head
    or the end of a report."""
    lines: list[str] = []
    closing = [
        at
        for at, piece in enumerate(made)
        if len(piece.span) < 60 and lexicon.SIGNED.match(text[piece.outer : piece.span.end])
    ]
    ends = [*made[:10], *made[-16:]] if len(made) > 26 else made
    for piece in made[closing[-1] + 1 : closing[-1] + 6] if closing else ends:
        words = text[piece.outer : piece.span.end]
        lines += [one.strip(" *_") for one in words.split("\n")] if len(words) < 200 else [""]
    found = [
        _person(name, office, "author")
        for name, office in pairwise(lines)
        if is_name(name)
        and len(office) < 90
        and lexicon.OFFICE.search(office)
        and not office.casefold().startswith("cc ")
    ]
    return _once(found)


def _zone(key: str) -> Attendance:
    folded = key.casefold()
    return next((value for name, value in _KEYS if name in folded), "present")


def _ends(piece: Piece, bare: str) -> bool:
    sentence = len(bare) > 90 and bool(patterns.ENDED.search(bare)) and "," not in bare[:60]
    return sentence or (piece.role == "heading" and not patterns.LABEL.match(bare))


def _lines(words: str) -> list[str]:
    """The lines of a list; a line that breaks off within its brackets or words goes on."""
    made: list[str] = []
    for line in filter(None, (one.strip() for one in words.split("\n"))):
        if made and _breaks_off(made[-1], line):
            made[-1] = f"{made[-1]} {line}"
        else:
            made.append(line)
    return made


def _breaks_off(line: str, after: str) -> bool:
    if line.count("(") > line.count(")") or line.endswith((",", " and")):
        return True
    name = re.split(r"[,(]", after)[0].strip()
    if is_name(name) or is_name(line):
        return False
    return after[0].islower() or bool(re.search(r"\b(?:and|the) \w+$", line))


def is_name(words: str) -> bool:
    """Whether words are a person's name and nothing else."""
    bare = words.strip(" ,.;:*")
    if len(bare) > 60 or _ORGANISATION.search(bare):
        return False
    if lexicon.OFFICE.search(_STRIP.sub("", bare)):
        return False
    return bool(_NAME.fullmatch(bare) or _TITLED.fullmatch(bare))


def _flush(lines: Sequence[_Line]) -> Iterator[Person]:
    """People from the lines of one list; columns that came out apart are paired by order."""
    at = 0
    while at < len(lines):
        zone = lines[at].zone or "present"
        names = at
        while names < len(lines) and lines[names].zone == lines[at].zone:
            if not is_name(lines[names].text):
                break
            names += 1
        count = names - at
        roles = lines[names : names + count]
        paired = len(roles) == count and all(
            role.zone == lines[at].zone
            and lexicon.OFFICE.search(role.text)
            and not is_name(role.text.lstrip(patterns.BULLETS + " -*").partition(",")[0])
            for role in roles
        )
        if count and paired:
            for name, role in zip(lines[at:names], roles, strict=True):
                yield _person(name.text, role.text, zone)
            at = names + count
        elif count:
            yield from (_person(one.text, "", zone) for one in lines[at:names])
            at = names
        else:
            yield from _line(lines[at].text, zone)
            at += 1


def _line(words: str, zone: Attendance) -> Iterator[Person]:
    bare = words.strip(" \t\n\u00a0*;.•·-–")
    if len(re.findall(r"\)\.?\s+[A-Z]", bare)) > 1 and bare.count(")") > bare.count(","):
        for one in re.split(r"(?<=\))\.?\s+(?=[A-Z])", bare):
            yield from _line(" ".join(one.split()), zone)
        return
    match = re.fullmatch(
        r"(?P<name>[^,(–|:]{4,60}?)\s*\((?P<bracket>[^)]*)\),?\s*(?P<rest>.*)", bare
    )
    if match and is_name(match["name"]) and not _more(match["rest"]):
        bracket, rest = match["bracket"].strip(), match["rest"].strip(" ,–-")
        observer = "observer" in bracket.casefold()
        role = rest if observer and rest else (f"{rest} ({bracket})" if rest else bracket)
        yield _person(match["name"], role, "observer" if observer else zone)
        return
    head, _, rest = bare.partition(",")
    if is_name(head) and rest.strip() and not _more(rest):
        yield _person(head, rest.strip(), zone)
        return
    match = re.fullmatch(r"(?P<name>[^–|-]{4,60}?)\s+[–|-]\s+(?P<role>.{3,120})", bare)
    if match and is_name(match["name"]):
        yield _person(match["name"], match["role"], zone)
        return
    tokens = bare.split()
    begins = next((at for at, one in enumerate(tokens) if one.casefold() in _ROLES), 0)
    if begins >= 2 and len(bare) < 120 and is_name(" ".join(tokens[:begins])):
        yield _person(" ".join(tokens[:begins]), " ".join(tokens[begins:]), zone)
        return
    yield from _run_on(bare, zone)


def _more(rest: str) -> bool:
    """Whether what follows a name goes on with further names."""
    if re.search(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+ \([A-Z]{2,4}\)", rest):
        return True
    others = re.split(r",|;|\band\b", re.sub(r"\([^)]*\)", "", rest))
    return sum(is_name(one.strip()) for one in others) >= max(1, len(others) - 1)


def _run_on(words: str, zone: Attendance) -> Iterator[Person]:
    """'A B (Chairman), C D and E F': every part must be a name for any to count."""
    whole = " ".join(words.split()).rstrip(".")
    parts = [
        one.strip()
        for one in re.split(r"[,;]\s*(?:and\s+)?(?![^(]*\))|\s+and\s+(?![^(]*\))", whole)
        if one.strip()
    ]
    title = _STRIP.match(parts[0]) if parts else None
    plural = bool(title and title.group().rstrip().endswith("s"))
    made = []
    for part in parts:
        name, _, rest = part.partition("(")
        name = name.strip()
        if plural and not _STRIP.match(name):
            name = f"Cllr {name}"
        if is_name(name):
            role = rest.rstrip(") ").replace(") (", ", ")
            made.append(_person(name.replace("Councillors ", "Cllr "), role, zone))
    if made and len(made) * 3 >= len(parts) * 2:
        yield from made


def _row(cells: Sequence[str], zone: Attendance) -> Iterator[Person]:
    for at, cell in enumerate(cells):
        name, _, bracket = cell.partition("(")
        if is_name(name.strip()):
            role = next((one for one in cells[at + 1 :] if not is_name(one)), "")
            bracket = bracket.rstrip(") ")
            yield _person(name, " ".join(role.split()) or bracket, zone)
            return
    if len(cells) == 1:
        yield from _line(cells[0], zone)


def _person(written: str, role: str, zone: Attendance) -> Person:
    bare = " ".join(written.strip(" ,.;:*").split())
    return Person(canonical(bare), " ".join(role.split()), zone, bare)


def canonical(written: str) -> str:
    """A name without titles and honours."""
    return _HONOUR.sub("", _STRIP.sub("", _STRIP.sub("", written))).strip()


def _once(found: Sequence[Person]) -> tuple[Person, ...]:
    """Each name once; the fuller role is kept, and presence over membership."""
    kept: dict[str, Person] = {}
    for person in found:
        before = kept.get(person.name)
        if before is None:
            kept[person.name] = person
            continue
        role = before.role or person.role
        attendance = before.attendance
        if attendance == "membership":
            attendance = person.attendance
        kept[person.name] = replace(before, role=role, attendance=attendance)
    return tuple(kept.values())
