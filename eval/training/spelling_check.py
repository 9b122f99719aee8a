"""How many words are found in a paper that holds only another spelling of them.

Each case is a topic and another way to write it; the paper holds one sentence with the other. The
topic is found where every facet of it is named in that sentence, as ``minuted every`` asks. The
cases are lines of a table (topic, other spelling), or those of this project's tests.

    python -m eval.training.spelling_check --cases ../shared/data/cases/spellings.tsv

``--texts FOLDER`` tells what the variants find by mistake: for each word of the texts its variants
that stand there too, to be read.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.glossary import glossary
from search.query.facets import Naming
from search.query.name_matches import spans_of
from search.query.query_expansion import Namer
from search.query.spelling_variants import variants
from search.tokens import terms, terms_with_spans

_PAPER = "The panel asked about {} at its last session."
_LONGEST = 4
"""Terms of a variant that is counted in texts."""


def found(topic: str, other: str) -> bool:
    """Whether ``topic`` finds a paper whose only sentence on it says ``other``."""
    text = _PAPER.format(other)
    standing = Counter(_runs(terms(text)))
    namer = Namer(glossary(), [], lambda sequence: standing[tuple(sequence)])
    return all(
        any(_says(naming, text) for naming in facet.names)
        for facet in namer.facets(topic)
        if not facet.weak
    )


def _says(naming: Naming, text: str) -> bool:
    return naming.strength >= 1.0 and bool(spans_of(naming, text))


def _runs(sequence: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for length in range(1, len(sequence) + 1):
        for at in range(len(sequence) - length + 1):
            yield tuple(sequence[at : at + length])


def read(path: Path) -> list[tuple[str, str]]:
    """The first two columns of a table, without its head."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows, None)
        return [(row[0], row[1]) for row in rows if len(row) > 1]


def standing_beside(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each word of the texts with a variant of it that stands there too."""
    held: Counter[tuple[str, ...]] = Counter()
    written: Counter[str] = Counter()
    for text in texts:
        tokens = terms_with_spans(text)
        written.update(text[start:end].casefold() for _, start, end in tokens)
        sequence = [term for term, _, _ in tokens]
        for length in range(1, _LONGEST + 1):
            held.update(zip(*(sequence[at:] for at in range(length)), strict=False))
    for word in sorted(written):
        for spelling in variants(word, lambda sequence: held[sequence]):
            if not spelling.exact or written[spelling.text]:
                yield word, spelling.text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--cases", type=Path, metavar="FILE", help="a table of topics and spellings")
    what.add_argument("--texts", type=Path, metavar="DIR", help="a folder of text files")
    options = parser.parse_args(arguments)
    if options.texts:
        texts = (path.read_text("utf-8") for path in sorted(options.texts.rglob("*.txt")))
        for word, other in standing_beside(texts):
            print(f"{word}\t{other}")
        return 0
    cases = read(options.cases)
    missed = [case for case in cases if not found(*case)]
    for topic, other in missed:
        print(f"not found: {topic} by {other}")
    print(f"{len(cases) - len(missed)} of {len(cases)} found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
