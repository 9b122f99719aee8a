"""Where the names of the glossary stand in papers that its author did not write it from.

For each name: in how many units (paragraphs, bullets) and documents it stands, in how many of
those units alone, without another name that counts as its thing, and how it is written there.
A name that often stands alone is either worth having or misleading: its sentences, printed with
``--samples``, tell which. Read are the texts that ``eval.training.witnesses`` reads, but for those
that are kept back for tests; or the text files of a folder.

    python -m eval.training.glossary_check --shared ../shared --samples 3
    python -m eval.training.glossary_check --texts FOLDER --thing "call handling" --samples 10
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.glossary import Glossary, Thing, glossary
from corpus.sentences import sentences
from eval.training import witnesses
from search.tokens import terms, terms_with_spans

KEPT_BACK = (
    "coventry__joint", "surrey__joint", "hertfordshire__joint", "medway__joint", "lewisham__joint",
    "hampshire__joint", "richmond-upon-thames__area", "warrington__area", "bexley__area",
    "plymouth__area",
)  # fmt: skip
"""How the texts of ``gold/train`` begin that nobody may write names from."""

RELATIONS = ("names", "welsh", "narrower", "lay", "short")
"""Fields whose names are counted. Names beside a thing and broader ones never stand for it."""

Terms = tuple[str, ...]


@dataclass(slots=True)
class Use:
    """Where one name of a thing stands. ``alone``: no other name that counts stands beside it."""

    units: int = 0
    alone: int = 0
    documents: set[str] = field(default_factory=set)
    written: Counter[str] = field(default_factory=Counter)
    samples: list[str] = field(default_factory=list)


Uses = dict[tuple[int, str, str], Use]
"""Number of the thing, relation, name → its use."""


class Finder:
    """Finds the names of a glossary in a text; made once."""

    def __init__(self, names: Glossary) -> None:
        self.things = names.things
        self._begins: dict[str, list[tuple[Terms, str, list[tuple[int, str]]]]] = defaultdict(list)
        held: dict[tuple[Terms, str], list[tuple[int, str]]] = defaultdict(list)
        for number, thing in enumerate(names.things):
            for relation in RELATIONS:
                for text in getattr(thing, relation):
                    held[tuple(terms(text)), text].append((number, relation))
        for (sequence, text), owners in held.items():
            self._begins[sequence[0]].append((sequence, text, owners))

    def found(self, text: str) -> Iterator[tuple[int, str, str, int, int]]:
        """Number of the thing, relation, name, and where it stands in the text."""
        tokens = terms_with_spans(text)
        sequence = [term for term, _, _ in tokens]
        for at, term in enumerate(sequence):
            for wanted, name, owners in self._begins.get(term, ()):
                if tuple(sequence[at : at + len(wanted)]) != wanted:
                    continue
                start, end = tokens[at][1], tokens[at + len(wanted) - 1][2]
                if _in_capitals(name) and not text[start:end].startswith(name[:2]):
                    continue
                for number, relation in owners:
                    yield number, relation, name, start, end


def _in_capitals(name: str) -> bool:
    """A short form is only meant where it is written in capitals."""
    return " " not in name and sum(map(str.isupper, name)) >= 2


def count(finder: Finder, texts: Iterable[tuple[str, str]], samples: int = 0) -> Uses:
    """The uses of all names in texts, each under the name of its document."""
    uses: Uses = defaultdict(Use)
    for document, text in texts:
        for unit in witnesses.BREAK.split(text):
            _count_unit(finder, document, " ".join(unit.split()), samples, uses)
    return dict(uses)


def _count_unit(finder: Finder, document: str, unit: str, samples: int, uses: Uses) -> None:
    here = list(finder.found(unit))
    counting = defaultdict(set)
    for number, relation, name, _, _ in here:
        if relation in ("names", "welsh", "narrower"):
            counting[number].add(name)
    for (number, relation, name), places in _grouped(here).items():
        use = uses[number, relation, name]
        use.units += 1
        use.documents.add(document)
        use.written.update({unit[start:end].casefold() for start, end in places})
        if counting[number] <= {name}:
            use.alone += 1
            # Samples are of names that stand alone: the others mislead nobody.
            if len(use.samples) < samples:
                use.samples.append(f"{document}: {_sentence(unit, places[0][0])}")


def _grouped(
    here: Sequence[tuple[int, str, str, int, int]],
) -> dict[tuple[int, str, str], list[tuple[int, int]]]:
    found: dict[tuple[int, str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, relation, name, start, end in here:
        found[number, relation, name].append((start, end))
    return found


def _sentence(unit: str, place: int) -> str:
    for start, end in sentences(unit):
        if start <= place < end:
            return unit[max(start, place - 150) : min(end, place + 150)].strip()
    return unit[max(0, place - 150) : place + 150].strip()


def lines(things: Sequence[Thing], uses: Uses, only: str = "") -> Iterator[str]:
    """A line for each name that stands somewhere, below its thing, and its samples below that."""
    for number, thing in enumerate(things):
        if only and only.casefold() not in thing.names[0].casefold():
            continue
        named = [(key, use) for key, use in uses.items() if key[0] == number]
        if not named:
            continue
        yield f"\n{thing.names[0]}"
        for (_, relation, name), use in sorted(named, key=lambda one: -one[1].units):
            written = ", ".join(form for form, _ in use.written.most_common(4))
            yield (
                f"  {relation:<9}{name:<44}{use.units:6} units, {use.alone:6} alone,"
                f" {len(use.documents):4} documents   ({written})"
            )
            yield from (f"      {sample}" for sample in use.samples)


def summary(things: Sequence[Thing], uses: Uses) -> str:
    """How many things and names there are, and how many of them stand in the texts."""
    counted = {(number, name) for number, relation, name in uses if relation != "lay"}
    total = sum(len(set(thing.found + thing.short)) for thing in things)
    standing = len({number for number, _ in counted})
    return (
        f"{len(things)} things, {standing} of them named in these texts; "
        f"{total} names that count or stand for a sense, {len(counted)} of them there"
    )


def _texts(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    if options.texts:
        for path in sorted(options.texts.rglob("*.txt")):
            yield path.relative_to(options.texts).as_posix(), path.read_text("utf-8")
        return
    train = options.shared / "gold" / "train" / "texts"
    kept_back = {
        path.read_text("utf-8") for path in train.glob("*.txt") if path.name.startswith(KEPT_BACK)
    }
    for publisher, held in witnesses.read(options.shared).items():
        for number, text in enumerate(held):
            if text not in kept_back:
                yield f"{publisher} {number}", text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--shared", type=Path, metavar="DIR", help="the folder of public papers")
    source.add_argument("--texts", type=Path, metavar="DIR", help="a folder of text files")
    parser.add_argument("--thing", default="", help="only things whose first name holds this")
    parser.add_argument("--samples", type=int, default=0, help="sentences to print for each name")
    options = parser.parse_args(arguments)
    names = glossary()
    uses = count(Finder(names), _texts(options), options.samples)
    for line in lines(names.things, uses, options.thing):
        print(line)
    print("\n" + summary(names.things, uses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
