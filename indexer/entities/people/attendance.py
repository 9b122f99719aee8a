"""Who was there: the lists at the head of a part, each with what its people were there as.

Keys ('Present:', 'Apologies for absence') open lists, an item's number, a heading or a sentence
closes them; what a list says is read by its shape (``people_lists``), a table by its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Attendance, Person
from corpus.sentences import sentences
from indexer.entities.people import attendance_tables, list_lines, people_lists, person_names
from indexer.language import attendance_keys, lexicon, patterns, phrases
from indexer.layout.blocks import Piece

_REACH = 160
_LONGEST = 1500
_SENT = phrases.either("attendance", "sent")
_KEY = re.compile(
    r"(?P<key>[^:;\n]{3,70}?)\s*(?:[:;]|\s[-–—](?=\s))[\s:–—-]*(?P<rest>\S.*)", re.DOTALL
)
_COLUMNS = re.compile(r"(?:[A-Z][^\n:.;!?]{1,30}:\s*){2,}$")
"""'Name: Office:': nothing but labels, the heads of the columns of a list."""

_TOLD = re.compile(
    r"(?P<who>[^.;]{4,400}?),? (?:(?:had|have|has|was|were|who|also|both|all|each|did) ?){0,3}"
    r"(?:(?:sent|gave|given|tendered|offered|submitted|made) (?:\w+ ){0,2}(?P<sorry>apolog)|"
    r"(?P<absent>absent|not (?:present|attend)))"
)
"""'Cllrs Hall and Quill had sent their apologies', 'Bo Hall was absent': names before the verb."""


@dataclass(slots=True)
class _List:
    """A list as it is gathered: its lines, and what it is of. ``item`` is one under a number,
    ``heads`` are those of the table that is open."""

    zone: Attendance | None = None
    item: bool = False
    lines: list[str] = field(default_factory=list)
    heads: attendance_tables.Heads = ()

    def people(self) -> Iterator[Person]:
        """Everybody in it; nobody in a list that is closed."""
        if self.zone is not None and self.lines:
            yield from _listed(self.lines, self.zone)


def listed(text: str, made: Sequence[Piece]) -> tuple[Person, ...]:
    """Everybody the head of a part lists, in order, each name once."""
    found: list[Person] = []
    offices: list[Person] = []
    held = _List()
    closed = False
    seen = [piece for piece in made[:_REACH] if piece.role != "furniture"]
    for piece, after in zip(seen, [*seen[1:], None], strict=True):
        words = text[piece.span.start : piece.span.end].strip("*_ ")
        number = None if piece.label else patterns.numbered(words)
        words = words[number.length :] if number is not None else words
        numbered = bool(piece.label) or number is not None
        told = _sent(words)
        if told is not None:
            found.extend([*held.people(), *told])
            held = _List()
            continue
        if piece.role == "row":
            found.extend(held.people())
            people, zone, heads = attendance_tables.rows(text, piece, held.zone, held.heads)
            found.extend(people)
            held = _List(zone, heads=heads)
            continue
        keyed = _keyed(words) if not closed or numbered else None
        ends = numbered or len(words) > _LONGEST or _ends(text, piece, words, after)
        if ends and keyed is None and attendance_keys.zone(words) is None:
            found.extend(held.people())
            closed = closed or (len(found) > 2 and (numbered or piece.role == "heading"))
            held = _List()
            continue
        if closed and not (numbered or held.item):
            continue
        for line in list_lines.joined(words.split("\n")):
            holders = _holders(line) if held.zone is None and not numbered else ()
            if holders:
                offices.extend(holders)
                continue
            held, people = _take(held, line, numbered or held.item)
            found.extend(people)
    found.extend(held.people())
    # One line 'Chief Constable: Ada Quill' may say anything; two, or one beside a list, are a list.
    return once([*offices, *found] if found or len(offices) > 1 else found)


def _holders(line: str) -> tuple[Person, ...]:
    """The people of a line that names an office or an organisation first: 'Clerk: Ada Quill',
    'Police: Supt Ada Quill, Insp Bo Hall'."""
    label, colon, names = line.strip("*_ ").partition(":")
    if not colon or len(label) > 60 or lexicon.KEYED.match(line):
        return ()
    if lexicon.OFFICE.search(label) and not label.endswith("s"):
        people = people_lists.read(f"{label}: {names.strip()}", "present")
        return people if len(people) == 1 else ()
    group = label.isupper() or any(map(person_names.organisation_word, label.split()))
    return people_lists.read(names.strip(), "present") if group and len(label) < 30 else ()


def _take(held: _List, line: str, item: bool) -> tuple[_List, list[Person]]:
    """The list that is open after a line, and the people of the one that the line closed."""
    bare = line.strip("*_ ")
    keyed = _keyed(bare)
    if keyed is not None:
        people = [*held.people()]
        zone, rest = keyed
        return _List(zone, item, [rest] if rest else []), people
    if held.zone is None or _COLUMNS.match(bare):
        return held, []
    named = person_names.read(bare.split(",")[0])
    other = lexicon.KEYED.match(bare) if named is None else None
    if other and not person_names.office_word(bare.split(":")[0].split()[-1]):
        people = [*held.people()]
        return _List(), people
    if held.zone == "minutes" and held.lines and person_names.read(bare.split(",")[0]):
        # Who takes the minutes is one person; the list that follows is of those present.
        return _List("present", held.item, [line]), [*held.people()]
    held.lines.append(line)
    return held, []


def _keyed(words: str) -> tuple[Attendance, str] | None:
    """The list that a line opens and what stands on the line of it: 'Present: Ada Quill'."""
    bare = " ".join(words.split(" ")).strip("*_ ")
    zone = attendance_keys.zone(bare) if len(bare) < 90 else None
    if zone is not None:
        return zone, ""
    match = _KEY.match(bare)
    if match is not None:
        key = match["key"].strip("*_ ")
        zone = attendance_keys.zone(key)
        if zone is not None:
            office = attendance_keys.office(key)
            return zone, f"{office}: {match['rest']}" if office else match["rest"]
    tokens = bare.split(" ")
    for count in range(min(5, len(tokens) - 1), 0, -1):
        # 'Attendees Ada Quill (AQ), Bo Hall (BH)': no colon, but a list and nothing else.
        rest = " ".join(tokens[count:]).strip("*_:- ")
        first = re.split(r"[,(;\n]| and ", rest)[0]
        named = rest[:1].isupper() and person_names.read(first) is not None
        zone = attendance_keys.zone(" ".join(tokens[:count])) if named else None
        if zone is not None and people_lists.read(rest.split("\n")[0], zone):
            return zone, rest
    return None


def _sent(words: str) -> list[Person] | None:
    """Whose apologies or absence a sentence tells of; ``None`` for any other words."""
    flat = " ".join(words.split())
    if len(flat) > _LONGEST or not re.search(r"apolog|absen|not (?:present|attend)", flat, re.I):
        return None
    told: list[Person] = []
    there: list[Person] = []
    for start, end in sentences(flat):
        sentence = flat[start:end]
        opened = _keyed(sentence) if not start else None
        if opened is not None and opened[1] and opened[0] not in ("apologies", "absent"):
            there.extend(people_lists.read(opened[1], opened[0]))  # 'There were present …'
            continue
        sent = _SENT.match(sentence)
        if sent and sent["rest"]:
            told.extend(people_lists.read(sent["rest"], "apologies"))
            continue
        told_of = _TOLD.match(sentence)
        if told_of is not None:
            zone: Attendance = "apologies" if told_of["sorry"] else "absent"
            told.extend(people_lists.read(told_of["who"], zone))
    return [*there, *told] if told else None


def _ends(text: str, piece: Piece, words: str, after: Piece | None) -> bool:
    """Whether a piece is the minutes' own text: a heading, or a sentence that tells something."""
    if piece.role == "heading" and not patterns.LABEL.match(words):
        below = text[after.span.start : after.span.end] if after is not None else ""
        return not person_names.is_name(words) or (
            not people_lists.read(below, "present") and not person_names.names_office(below)
        )
    ended = bool(patterns.ENDED.search(words)) and not patterns.LABEL.match(words)
    if not ended or len(words) < 40 or not lexicon.tells(words):
        return False
    return _keyed(words) is None and not people_lists.read(words, "present")


def _listed(lines: Sequence[str], zone: Attendance) -> Iterator[Person]:
    """People from the lines of one list; columns that came out apart are paired by their order."""
    bare = [line.strip().lstrip(patterns.BULLETS + " -*") for line in lines]
    names = 0
    while names < len(bare) and person_names.is_name(bare[names]):
        names += 1
    roles = list_lines.joined(bare[names:])
    paired = 0 < names <= len(roles) and all(
        lexicon.OFFICE.search(role) and not person_names.is_name(role.partition(",")[0])
        for role in roles[:names]
    )
    if paired and (names > 1 or len(roles) == 1):
        for name, role in zip(bare[:names], roles, strict=False):
            yield from people_lists.read(f"{name}, {role}", zone, lines=True)
        if roles[names:]:
            yield from _listed(roles[names:], zone)
        return
    whole = people_lists.read("\n".join(bare), zone, _one_a_line(bare))
    if whole or len(bare) < 2:
        yield from whole
        return
    for line in list_lines.joined(bare):
        yield from people_lists.read(line, zone)


def _one_a_line(lines: Sequence[str]) -> bool:
    """Whether every line is an entry: one name, then at most one comma's worth of role."""
    if len(lines) < 2 or any(line.endswith((",", ";", " and")) for line in lines):
        return False
    opened = sum(person_names.read(line.partition(",")[0]) is not None for line in lines)
    return opened == len(lines) and max(line.count(",") for line in lines) < 4


def once(found: Sequence[Person]) -> tuple[Person, ...]:
    """Each name once; the fuller role is kept, and presence over membership."""
    kept: dict[str, Person] = {}
    for person in found:
        before = kept.get(person.name)
        if before is None:
            kept[person.name] = person
            continue
        attendance = before.attendance
        if attendance == "membership":
            attendance = person.attendance
        kept[person.name] = replace(
            before, role=_role(before.role, person.role), attendance=attendance
        )
    return tuple(kept.values())


def _role(before: str, after: str) -> str:
    """One role of two: the fuller office, and the chair that its holder takes."""
    chair = next((one for one in before.split(", ") if lexicon.CHAIR.fullmatch(one)), "")
    office = ", ".join(one for one in before.split(", ") if one and one != chair)
    kept = after if after and (not office or office.isupper()) else office
    if not chair or lexicon.CHAIR.search(kept):
        return kept or before
    return f"{kept}, {chair}" if kept else chair
