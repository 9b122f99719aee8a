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
from indexer.entities.people import list_lines, person_names
from indexer.entities.people.list_pieces import Piece, pieces
from indexer.entities.people.person_names import Named
from indexer.language import attendance_keys, lexicon, titles

_LONGEST = 6000
_SPOKEN = re.compile(
    r"\b(?:chair|minut|note|clerk|secretar|treasur|observ|substitut|deput|member|officer)", re.I
)
_PLACE = re.compile(
    r"[A-Z][\w’'&.-]*(?: (?:and|of|the|with|on|upon|in|le|cum|&|[A-Z][\w’'&.-]*)){0,5}$"
)
_SORRY = re.compile(
    r"(?:with )?apolog(?:y|ies)(?: for absence)?(?: (?:were|was|had been))?"
    r"(?: (?:received|given|sent|tendered))? from (?=[A-Z])",
    re.IGNORECASE,
)
"""'apologies from' in the middle of a list: who follows was not there."""
_ASIDE = re.compile(
    r"\d|(?:\w+ ){0,3}members? of the (?:public|press)|"
    r"(?:who|whose|which|his|her|their|they|he|she|none|nobody|no one)\b|"
    r"(?:also|and|present|also present|in attendance|absent|apologies)$",
    re.IGNORECASE,
)
"""Words in a list that name nobody and are nobody's office: '3 members of the public'."""

_MOST_ROLE = 140


@dataclass(slots=True)
class _Entry:
    named: Named
    written: str
    zone: Attendance
    brackets: list[str]
    before: str = ""
    roles: list[tuple[int, int]] = field(default_factory=list)

    def open(self, atom: Piece) -> _Entry:
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
    atoms = pieces(text)
    found = _Reading(text, atoms, zone, lines).all()
    if not found.made or found.strange > len(found.made) // 2:
        return ()
    return tuple(_person(text, one) for one in found.made)


@dataclass(slots=True)
class _Reading:
    """A list as it is read, piece by piece: the entries so far, the office that waits for its
    holder (``pending``, from ``since``), and how many pieces are neither a person nor a role."""

    text: str
    atoms: Sequence[Piece]
    zone: Attendance
    lines: bool
    made: list[_Entry] = field(default_factory=list)
    pending: str = ""
    since: int = -1
    plural: bool = False
    strange: int = 0

    def all(self) -> _Reading:
        """The whole list read."""
        first = _role_first(self.text, self.atoms)
        for at, atom in enumerate(self.atoms):
            words = self.text[atom.start : atom.end]
            after = self.atoms[at + 1].sep if at + 1 < len(self.atoms) else ""
            if self._key(words, after):
                continue
            if (sorry := _SORRY.match(words)) is not None:
                self.zone, self.pending, words = "apologies", "", words[sorry.end() :]
            proven = _proven(words, atom)
            single = self.plural and len(words.split()) == 1
            named = person_names.read(words, single, proven)
            if named is None and _ASIDE.match(words):
                self.zone = attendance_keys.zone(words) or self.zone
                continue
            held = self.made[-1] if self.made else None
            if named is None and self._holder(at):
                continue
            if _leads(self.text, self.atoms, at):
                self.pending = words
            elif held is not None and _comes_from(held, self.atoms, at):
                held.roles.append((atom.start, atom.last))
            elif named is not None and not (
                held and _is_role(held, atom, named, proven, self.lines)
            ):
                self._person(named, words, atom)
            else:
                opens = first and atom.sep in (",", ";", "\n", ".")
                self._role(words, atom, after, held, opens or after.startswith(":"))
        return self

    def _key(self, words: str, after: str) -> bool:
        """Whether words open another list inside this one: 'Apologies: …'."""
        key = attendance_keys.zone(words) if after.startswith((":", "-", "–")) else None
        if key is None or len(words) > 50:
            return False
        self.zone, self.pending, self.plural = key, attendance_keys.office(words), False
        return True

    def _holder(self, at: int) -> bool:
        """Whether a bracket names who holds the office before it: 'the Mayor (Ada Quill)'."""
        atom = self.atoms[at]
        inner = atom.brackets[0].strip("()[] ") if len(atom.brackets) == 1 else ""
        named = person_names.read(inner) if len(inner.split()) > 1 else None
        first = at
        while first and self.atoms[first].sep in ("and", "&"):
            first -= 1  # 'Police and Crime Commissioner'
            if person_names.read(self.text[self.atoms[first].start : self.atoms[first].end]):
                first += 1
                break
        office = self.text[self.atoms[first].start : atom.end]
        if named is None or named.office or named.rank or not person_names.names_office(office):
            return False
        if self.made:
            roles = self.made[-1].roles
            roles[:] = [one for one in roles if one[0] < self.atoms[first].start]
        office = re.sub(r"^(?:and|the)\s+|^and\s+the\s+", "", office)
        self.made.append(_Entry(named, inner, self.zone, [], office))
        self.pending = ""
        return True

    def _person(self, named: Named, words: str, atom: Piece) -> None:
        self.plural = named.plural or (self.plural and not named.titled)
        entry = _Entry(named, words, self.zone, list(atom.brackets), self.pending)
        self.made.append(entry.open(atom))
        self.pending = ""

    def _role(self, words: str, atom: Piece, after: str, held: _Entry | None, opens: bool) -> None:
        """A piece that names nobody: the office of the next person, or of the one before it."""
        if held is None or opens:
            if held is None and after == "\n" and not atom.brackets:
                return  # the heading of a list, or whom the list is of
            self.strange += not _could_be_role(words, atom, True)
            labels = after.startswith(":")
            several = words.endswith("s") and labels
            if several or (labels and not person_names.office_word(words.split()[-1])):
                self.pending = ""
                return
            within = bool(self.pending) and atom.sep in (",", "and", "&")
            self.since = self.since if within else atom.start
            self.pending = self.text[self.since : atom.end]
        elif _could_be_role(words, atom, self.lines or _placed(held, atom)) and not _distant(
            self.text, held, atom
        ):
            held.roles.append((atom.start, atom.last))
        else:
            self.strange += 1


def _role_first(text: str, atoms: Sequence[Piece]) -> bool:
    """Whether a list gives each role before its person: 'Clerk – Ada Quill, Mayor – Bo Hall'."""
    if len(atoms) < 2 or atoms[1].sep not in (",", "-", "–", "—"):
        return False
    opening = text[atoms[0].start : atoms[0].end]
    if person_names.read(opening) or not person_names.names_office(opening):
        return False
    return person_names.read(text[atoms[1].start : atoms[1].end]) is not None


def _leads(text: str, atoms: Sequence[Piece], at: int) -> bool:
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


def _comes_from(held: _Entry, atoms: Sequence[Piece], at: int) -> bool:
    """Whether a piece that fills its line behind somebody's initials says where he comes from:
    'Ada Quill (AQ) Grant Thornton'."""
    atom = atoms[at]
    if atom.sep != " " or atom.brackets or not held.brackets or held.roles:
        return False
    opens = at < 2 or "\n" in atoms[at - 1].sep
    ends = at + 1 == len(atoms) or "\n" in atoms[at + 1].sep
    known = initials_of(held.named.name, held.brackets[-1].strip("()[] "))
    return opens and ends and known and len(atoms) > 2


def _is_role(held: _Entry, atom: Piece, named: Named, proven: bool, lines: bool) -> bool:
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


def _placed(held: _Entry, atom: Piece) -> bool:
    """Whether a place may follow: after a dash, after an office, or inside an office."""
    return atom.sep in ("-", "–", "—", "and", "&") or bool(held.roles and atom.sep == ",")


def _distant(text: str, held: _Entry, atom: Piece) -> bool:
    """Whether a line of its own belongs to nobody: the person above has a role already."""
    if atom.sep != "\n":
        return False
    return bool(held.roles or held.named.office) and not person_names.names_office(
        text[atom.start : atom.end]
    )


def _proven(words: str, atom: Piece) -> bool:
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


def _could_be_role(words: str, atom: Piece, placed: bool) -> bool:
    if len(words) > _MOST_ROLE or (lexicon.tells(words) and not person_names.names_office(words)):
        return False
    if person_names.names_office(words) or any(map(person_names.organisation_word, words.split())):
        return not lexicon.sentence(words)
    if all(titles.plain(one) in titles.HONOURS for one in words.split()) or (
        words.isupper() and 1 < len(words) < 6 and "\n" not in atom.sep
    ):
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
        if words and not all(titles.plain(one) in titles.HONOURS for one in words.split()):
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
