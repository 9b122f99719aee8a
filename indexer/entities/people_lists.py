"""Lists of people, read by their shape: names, ranks, roles, and what stands between them.

A list is cut at its separators; each piece names a person or it does not. What names nobody is
the role of the person before it ('Ada Quill, Clerk'), or, where a list begins with it or a colon
or a dash follows it, of the person after it ('Clerk: Ada Quill'). A list in which too much is
neither is no list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Attendance, Person
from indexer.entities import list_lines, person_names
from indexer.entities.person_names import Named
from indexer.language import attendance_keys, lexicon, titles

_LONGEST = 6000
_BREAK = re.compile(
    r"(?P<bracket>\s*\((?:[^()]|\([^()]{0,60}\)){0,160}\)|\s*\[[^\[\]]{1,40}\])"
    r"|(?P<between>[ \t]*[;,|\n\t•●▪◦·]+[ \t]*|\s+[-–—/]+\s+|[–—]\s*|(?<=\w)-\s+|\s*:[\s–—-]*"
    r"|(?:\s+|(?<=\s))(?:and|And|AND|&|ac|a)\s+(?=[A-Z])|(?<=[^\W_]{3})\.\s+(?=[A-Z]))"
)
_FOLLOWS = re.compile(r"[.]?\s+(?=[^\W\d_])")
"""After a bracket: the next name, or the words that go on with a role."""

_SPOKEN = re.compile(
    r"\b(?:chair|minut|note|clerk|secretar|treasur|observ|substitut|deput|member|officer)", re.I
)
_PLACE = re.compile(
    r"[A-Z][\w’'&.-]*(?: (?:and|of|the|with|on|upon|in|le|cum|&|[A-Z][\w’'&.-]*)){0,5}$"
)
_ASIDE = re.compile(
    r"\d|(?:\w+ ){0,3}members? of the (?:public|press)|"
    r"(?:who|whose|which|his|her|their|they|he|she|none|nobody|no one)\b|"
    r"(?:also|and|present|also present|in attendance|absent|apologies)$",
    re.IGNORECASE,
)
"""Words in a list that name nobody and are nobody's office: '3 members of the public'."""

_MOST_ROLE = 140


@dataclass(slots=True)
class _Atom:
    """A piece between separators: ``sep`` is the one before it, ``brackets`` those after it."""

    sep: str
    start: int
    end: int
    brackets: list[str] = field(default_factory=list)
    last: int = 0


@dataclass(slots=True)
class _Entry:
    named: Named
    written: str
    zone: Attendance
    brackets: list[str]
    before: str = ""
    roles: list[tuple[int, int]] = field(default_factory=list)

    def open(self, atom: _Atom) -> _Entry:
        """The entry with the office that its own piece ends in, which may go on in the next."""
        office = self.named.office
        if office and self.written.endswith(office):
            self.roles.append((atom.end - len(office), atom.end))
            self.named = replace(self.named, office="")
            self.written = self.written[: -len(office)]
        return self


def read(words: str, zone: Attendance, lines: bool = False) -> tuple[Person, ...]:
    """Everybody a list names, in its order; nobody where the words are no list.

    ``zone`` is what the list is of, until a key inside it ('Apologies:') says otherwise. With
    ``lines`` every line is an entry of its own: what follows a name on it is its role.
    """
    if len(words) > _LONGEST:
        return ()
    text = "\n".join(list_lines.joined(words.split("\n")))
    atoms = _atoms(text)
    entries, strange = _entries(text, atoms, zone, lines)
    if not entries or strange > len(entries) // 2:
        return ()
    return tuple(_person(text, one) for one in entries)


def _atoms(text: str) -> list[_Atom]:
    made: list[_Atom] = []
    sep, at = "", 0
    for match in _BREAK.finditer(text):
        if match["bracket"] is not None:
            if made and made[-1].last == at and not text[at : match.start()].strip(" .,"):
                made[-1].brackets.append(match["bracket"].strip())
                made[-1].last = at = match.end()
                continue
            _add(made, text, sep, at, match.start())
            if made:
                made[-1].brackets.append(match["bracket"].strip())
                made[-1].last = match.end()
            sep, at = " ", match.end()
            continue
        added = _add(made, text, sep, at, match.start())
        found = match["between"].strip(" ") or " "
        # An empty piece keeps the stronger of the two separators around it: '(CC) – Chair'.
        sep = found if added or sep in ("", " ", ",") else sep
        at = match.end()
    _add(made, text, sep, at, len(text))
    return made


def _add(made: list[_Atom], text: str, sep: str, start: int, end: int) -> bool:
    while start < end and text[start] in " \t\n.*_•":
        start += 1
    while end > start and text[end - 1] in " \t\n*_":
        end -= 1
    if start >= end or not any(map(str.isalnum, text[start:end])):
        return False
    if made and not made[-1].brackets and _only_titles(text[made[-1].start : made[-1].end]):
        # 'Cllr. Quill', 'Mr and Mrs Quill': the stop ends no entry.
        made[-1].end = made[-1].last = end
        return True
    made.append(_Atom(sep, start, end, last=end))
    return True


def _only_titles(words: str) -> bool:
    return all(titles.title(one) or titles.grade(one) for one in words.split()) and (
        len(words) < 40 and words[:1].isupper()
    )


def _entries(
    text: str, atoms: Sequence[_Atom], zone: Attendance, lines: bool
) -> tuple[list[_Entry], int]:
    """The entries of a list, and how many pieces are neither a person nor a role."""
    made: list[_Entry] = []
    pending, plural, strange = "", False, 0
    first = _role_first(text, atoms)
    for at, atom in enumerate(atoms):
        words = text[atom.start : atom.end]
        after = atoms[at + 1].sep if at + 1 < len(atoms) else ""
        key = attendance_keys.zone(words) if after.startswith((":", "-", "–")) else None
        if key and len(words) < 50:
            zone, pending, plural = key, attendance_keys.office(words), False
            continue
        proven = _proven(words, atom)
        named = person_names.read(words, plural and len(words.split()) == 1, proven)
        if named is None and _ASIDE.match(words):
            zone = attendance_keys.zone(words) or zone
            continue
        held = made[-1] if made else None
        leads = _leads(text, atoms, at)
        if leads:
            pending = words
        elif named is not None and not (held and _is_role(held, atom, named, proven, lines)):
            plural = named.plural or (plural and not named.titled)
            entry = _Entry(named, words, zone, list(atom.brackets), pending)
            made.append(entry.open(atom))
            pending = ""
        elif held is None or after.startswith(":") or (first and atom.sep in (",", ";", "\n", ".")):
            if held is None and after == "\n" and not atom.brackets:
                continue  # the heading of a list, or whom the list is of
            pending = "" if words.endswith("s") and after == ":" and "," not in words else words
            strange += not _could_be_role(words, atom, True)
            if after.startswith(":") and not person_names.office_word(words.split()[-1]):
                pending = ""
        elif _could_be_role(words, atom, lines or _placed(held, atom)) and not _distant(
            text, held, atom
        ):
            held.roles.append((atom.start, atom.last))
        else:
            strange += 1
    return made, strange


def _role_first(text: str, atoms: Sequence[_Atom]) -> bool:
    """Whether a list gives each role before its person: 'Clerk – Ada Quill, Mayor – Bo Hall'."""
    if len(atoms) < 2 or atoms[1].sep not in (",", "-", "–", "—"):
        return False
    opening = text[atoms[0].start : atoms[0].end]
    if person_names.read(opening) or not person_names.names_office(opening):
        return False
    return person_names.read(text[atoms[1].start : atoms[1].end]) is not None


def _leads(text: str, atoms: Sequence[_Atom], at: int) -> bool:
    """Whether an office begins a line and its holder ends it: 'The Speaker, Councillor Quill'."""
    if at + 1 >= len(atoms) or (at and "\n" not in atoms[at].sep):
        return False
    after = atoms[at + 1]
    if after.sep not in (",", "-", "–", "—") or atoms[at].brackets:
        return False
    if at + 2 < len(atoms) and "\n" not in atoms[at + 2].sep:
        return False
    words = text[atoms[at].start : atoms[at].end]
    if person_names.read(words) is not None or not person_names.names_office(words):
        return False
    return person_names.read(text[after.start : after.end]) is not None


def _is_role(held: _Entry, atom: _Atom, named: Named, proven: bool, lines: bool) -> bool:
    """Whether a piece that could be a name is where the person before it comes from: 'Ada Quill –
    Wood Green', or all that follows a comma where every line is an entry."""
    if named.titled or held.before:
        return False
    if atom.brackets:
        within = lines and atom.sep == "," and bool(held.roles) and not held.brackets
        return within and not proven
    if atom.sep in ("and", "&") and held.roles and held.roles[-1][1] > atom.start - 8:
        return True  # 'Chair of Wexmoor West and Thornby': one office
    if atom.sep in ("-", "–", "—"):
        return not held.roles
    return lines and atom.sep == ","


def _placed(held: _Entry, atom: _Atom) -> bool:
    """Whether a place may follow: after a dash, after an office, or inside an office."""
    return atom.sep in ("-", "–", "—", "and", "&") or bool(held.roles and atom.sep == ",")


def _distant(text: str, held: _Entry, atom: _Atom) -> bool:
    """Whether a line of its own belongs to nobody: the person above has a role already."""
    if atom.sep != "\n":
        return False
    return bool(held.roles or held.named.office) and not person_names.names_office(
        text[atom.start : atom.end]
    )


def _proven(words: str, atom: _Atom) -> bool:
    """Whether a bracket after words holds their initials: 'Alan Page (AP)'."""
    tokens = words.split()
    if not 1 < len(tokens) < 5 or not atom.brackets:
        return False
    inner = atom.brackets[0].strip("()[] ")
    return initials_of(words, inner)


def initials_of(name: str, letters: str) -> bool:
    """Whether ``letters`` are short for a name: 'AQ', 'AHol', 'N M-E' by their capitals."""
    capitals = "".join(filter(str.isupper, letters))
    tokens = [one for one in re.split(r"[\s-]+", name) if one[:1].isupper()]
    whole = "".join(one[0] for one in tokens)
    if len(letters) > 6 or len(capitals) < 2 or len(letters) - len(capitals) > 3:
        return False
    return capitals in (whole, whole[:1] + whole[-1:]) or whole.endswith(capitals)


def _could_be_role(words: str, atom: _Atom, placed: bool) -> bool:
    if len(words) > _MOST_ROLE or (lexicon.tells(words) and not person_names.names_office(words)):
        return False
    if person_names.names_office(words) or any(map(person_names.organisation_word, words.split())):
        return not lexicon.sentence(words)
    if all(map(titles.honour, words.split())) or (words.isupper() and 1 < len(words) < 6):
        return True
    if bool(_SPOKEN.match(words)) or atom.brackets:
        return True
    # Where somebody is from: after a dash, or on the line of one who has an office already.
    return placed and bool(_PLACE.match(words))


def _person(text: str, one: _Entry) -> Person:
    zone = one.zone
    beside: list[str] = []
    for bracket in one.brackets:
        inner = " ".join(bracket.strip("()[] ").split())
        if "observ" in inner.casefold():
            zone = "observer"
            inner = re.sub(r"\bobserv(?:er|ing)\b[ ,–-]*", "", inner, flags=re.IGNORECASE)
        if inner and (
            not inner[0].islower() or _SPOKEN.match(inner) or person_names.names_office(inner)
        ):
            beside.append(inner)
    chair = one.before if lexicon.CHAIR.fullmatch(one.before) else ""
    told = ["" if chair else one.before, one.named.rank, one.named.office]
    for start, end in _merged(text, one.roles):
        words = " ".join(text[start:end].strip(" ,.;–—-").split())
        if words and not all(map(titles.honour, words.split())):
            told.append(words)
    role = ", ".join(part for part in [*told, chair] if part).strip()
    initials = [part for part in beside if initials_of(one.named.name, part)]
    if not role and len(beside) > len(initials):
        role = ", ".join(part for part in beside if part not in initials)
        beside = initials
    role = f"{role} ({', '.join(beside)})" if beside and role else role or ", ".join(beside)
    written = " ".join(one.written.strip(" ,.;:*").split())
    if one.named.office:
        written = written.replace(one.named.office, "").strip(" ,")
    return Person(one.named.name, role, zone, written)


def _merged(text: str, roles: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces of one role that a comma or an 'and' had parted, as they are printed."""
    start = end = -1
    for one, two in roles:
        if start >= 0 and one - end <= 6 and "\n" not in text[end:one]:
            end = two
            continue
        if start >= 0:
            yield start, end
        start, end = one, two
    if start >= 0:
        yield start, end
