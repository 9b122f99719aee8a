"""The ledger made of what has changed alone is the ledger of all."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from corpus.ledger import Matter
from corpus.model import Document, SourceFile, Understanding
from indexer.analyse import analyse
from indexer.ledger import sheets
from indexer.ledger.matters import Before, follow, ledger
from indexer.structure import near_duplicates

WHO = ("The Treasurer", "The Clerk", "The Harbour Master", "The Warden")
DOES = ("bring", "send", "circulate", "present")
WHAT = (
    "a costed plan for the replacement of quayside lanterns",
    "figures on late ferries and cancelled sailings",
    "the register of moorings held by absent owners",
    "a note on dredging of the eastern basin",
    "the contract for painting of the swing bridge",
)
BACK = (
    "The {what} was circulated as promised at the {month} meeting.",
    "Members asked again for {what}; the Chair said that it was outstanding.",
    "{what}: the action is complete.",
    "Nothing was said of {what} but that the storm had delayed everyone at the pier.",
)
MONTHS = ("January", "March", "June", "September", "November")


def paper(name: str, chance: random.Random) -> Understanding:
    month = chance.choice(MONTHS)
    said = [f"Minutes of the Harbour Panel\n\n4 {month} {chance.randint(2017, 2020)}"]
    said.append("Present: Ada Quill (Chair), Bo Tamsin (Treasurer), Eli Marsh (Clerk)")
    for number in range(1, 5):
        what = chance.choice(WHAT)
        said.append(f"{number}. {what.split()[-1].capitalize()}")
        if chance.random() < 0.5:
            words = f"{chance.choice(WHO)} will {chance.choice(DOES)} {what} in {number} weeks."
            said.append(f"ACTION {number}/{chance.randint(1, 3)}: {words}")
        else:
            told = chance.choice(BACK).format(what=what, month=chance.choice(MONTHS))
            said.append(f"Under {number}/{chance.randint(1, 3)}: {told}")
    text = "\n\n".join([*said, "5. Close", "Closed."])
    return analyse(Document(name, SourceFile(name, "0" * 64, "text/plain", len(text)), text))


def differing(one: Mapping[str, Understanding], other: Mapping[str, Understanding]) -> set[str]:
    return {name for name, held in other.items() if one.get(name) != held}


@pytest.mark.parametrize("seed", range(6))
def test_a_ledger_of_what_has_changed_is_the_ledger_of_all(seed: int) -> None:
    chance = random.Random(seed)
    papers = {f"{n}.txt": paper(f"{n}.txt", chance) for n in range(7)}
    before: dict[str, Understanding] = {}
    known: dict[str, Matter] = {}
    made_of: dict[str, str] = {}
    kept, taken, statuses = b"", 0, set[str]()
    for _ in range(8):
        grouped = near_duplicates.group(list(papers.values()))
        now = {one.document.id: one for one in grouped}
        same = set(now) - differing(before, now)
        held = sheets.from_bytes(kept)
        fresh = {name: sheets.sheet(one) for name, one in now.items() if name not in same}
        all_of = [fresh.get(name) or held[name] for name in now]
        made = follow(
            all_of, lambda name, now=now: now[name].document.text, before=Before(made_of, same)
        )
        found = [known[one] if isinstance(one, str) else one for one in made.matters]
        assert found == ledger(grouped)
        assert [one.id for one in found] == list(made.made_of)
        taken += sum(isinstance(one, str) for one in made.matters)
        kept, made_of, before = sheets.to_bytes(all_of), made.made_of, now
        known = {one.id: one for one in found}
        statuses |= {one.status for one in found}
        name = chance.choice([*papers, "7.txt", "00.txt"])
        if chance.random() < 0.2 and len(papers) > 3:
            papers.pop(name, None)
        else:
            papers[name] = paper(name, chance)
        papers = dict(sorted(papers.items()))
    assert taken > 20
    assert len(statuses) > 1


def test_a_sheet_is_kept_whole_and_what_another_version_kept_is_none() -> None:
    held = [sheets.sheet(paper(f"{n}.txt", random.Random(n))) for n in range(3)]
    kept = sheets.to_bytes(held)
    for one, other in zip(held, sheets.from_bytes(kept).values(), strict=True):
        assert (one.document, one.entries, one.named) == (
            other.document,
            other.entries,
            other.named,
        )
        assert one.rows.tobytes() == other.rows.tobytes()
        assert (one.own.tolist(), one.over.tolist()) == (other.own.tolist(), other.over.tolist())
        assert (one.days, one.bodies, one.ids, one.months) == (
            other.days,
            other.bodies,
            other.ids,
            other.months,
        )
    assert sheets.from_bytes(b"x" + kept) == sheets.from_bytes(b"") == {}
    assert sheets.from_bytes(sheets.to_bytes([])) == {}
