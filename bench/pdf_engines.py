"""pypdf against pypdfium2 on a folder of real PDFs: what does each do to words?

    python -m bench.pdf_engines FOLDER [--examples N]

Prints one table, a row for each reader. No word list is used. What a word is, is learnt from the
other documents of the folder: a word is *known* when every reader gives it in at least two
documents other than the one at hand.

fused        unknown tokens that another reader gives, on the same page, as two known words side by
             side, which this one does not have there ("ofthe")
split        the reverse: two neighbours that another reader gives, on the same page, as one known
             word, which this one does not have there ("perf ormance")
unknown      share of the tokens of letters that are not known: names and rare words, the same for
             every reader, and on top of them whatever it broke
order        share of pairs of neighbouring known words that stand side by side in another document
             too; text in the wrong order has fewer
odd          ligatures (ﬁ), control, private and replacement characters
lost pages   pages on which this reader finds no text and another at least twenty characters
"""

from __future__ import annotations

import argparse
import logging
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2

from corpus.model import SourceFile
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf_pages import Extras, PageRead, compose

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ODD = re.compile(r"[\ufb00-\ufb06\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff\ufffd\ufffe]")

Pages = list[str]


def with_pypdf(path: Path) -> Pages:
    """Each page by ``PageObject.extract_text()``."""
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    return [page.extract_text() for page in reader.pages]


def with_pdfium(path: Path) -> Pages:
    """Each page by pdfium's own text, as it comes."""
    document = pypdfium2.PdfDocument(path)
    pages: Pages = []
    for page in document:
        text = page.get_textpage()
        pages.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return pages


def with_minuted(path: Path) -> Pages:
    """Each page as Minuted keeps it: pdfium's text in printed lines, repaired."""
    steps = list(read_pdf(path))
    reads = [step for step in steps if isinstance(step, PageRead)]
    extras = next((step for step in steps if isinstance(step, Extras)), Extras())
    document = compose(SourceFile(path.name, "", "", 0), reads, extras)
    return [document.text[page.start : page.end] for page in document.pages]


ENGINES: dict[str, Callable[[Path], Pages]] = {
    "pypdf": with_pypdf,
    "pypdfium2": with_pdfium,
    "as Minuted reads": with_minuted,
}


def words(pages: Iterable[str]) -> list[str]:
    """Tokens of letters, in order."""
    return [word for page in pages for word in TOKEN.findall(page)]


class Elsewhere:
    """In how many documents words and pairs of neighbours stand, apart from one of them."""

    def __init__(self, by_engine: Iterable[dict[str, Pages]]) -> None:
        self.words: dict[str, set[str]] = defaultdict(set)
        self.pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
        agreed: dict[str, Counter[str]] = defaultdict(Counter)
        engines = 0
        for read in by_engine:
            engines += 1
            for name, pages in read.items():
                lowered = [word.lower() for word in words(pages)]
                agreed[name].update(set(lowered))
                for pair in pairwise(lowered):
                    self.pairs[pair].add(name)
        for name, counts in agreed.items():
            for word, count in counts.items():
                if count == engines:
                    self.words[word].add(name)

    def knows(self, word: str, name: str) -> bool:
        """Whether two other documents have the word, in every engine's reading."""
        return len(self.words.get(word, set()) - {name}) >= 2

    def joins(self, pair: tuple[str, str], name: str) -> bool:
        """Whether the two words are neighbours in another document, by any engine."""
        return bool(self.pairs.get(pair, set()) - {name})


def faults(name: str, pages: Pages, elsewhere: Elsewhere) -> Counter[str]:
    """Counts for one document that need no other reader: tokens, unknown, odd, pairs, joined."""
    tokens = words(pages)
    count: Counter[str] = Counter(tokens=len(tokens))
    count["odd"] = sum(len(ODD.findall(page)) for page in pages)
    known = [elsewhere.knows(token.lower(), name) for token in tokens]
    count["unknown"] = known.count(False)
    for (left, right), both in zip(pairwise(tokens), map(all, pairwise(known)), strict=True):
        count["pairs"] += both
        count["joined"] += both and elsewhere.joins((left.lower(), right.lower()), name)
    return count


def disagreements(
    name: str, mine: str, others: Iterable[str], elsewhere: Elsewhere
) -> tuple[list[str], list[str]]:
    """Words of one page that this reader fused, and those it split, by what the others give."""
    own = [word.lower() for word in TOKEN.findall(mine)]
    own_words, own_pairs = Counter(own), Counter(pairwise(own))
    fused: list[str] = []
    split: list[str] = []
    for other in others:
        theirs = [word.lower() for word in TOKEN.findall(other)]
        their_words, their_pairs = Counter(theirs), Counter(pairwise(theirs))
        for (left, right), count in (their_pairs - own_pairs).items():
            whole = left + right
            more = min(count, own_words[whole] - their_words[whole])
            parts = elsewhere.knows(left, name) and elsewhere.knows(right, name)
            if more > 0 and parts and not elsewhere.knows(whole, name):
                fused += [whole] * more
        for (left, right), count in (own_pairs - their_pairs).items():
            whole = left + right
            more = min(count, their_words[whole] - own_words[whole])
            if more > 0 and elsewhere.knows(whole, name):
                split += [f"{left} {right}"] * more
    return fused, split


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    folder = arguments.folder
    logging.disable(logging.CRITICAL)
    files = sorted(folder.glob("*.pdf"))
    if len(files) < 4:
        print(f"{folder} holds fewer than four PDFs; words are learnt from the others.")
        return 2
    read: dict[str, dict[str, Pages]] = {}
    seconds: dict[str, float] = {}
    for engine, function in ENGINES.items():
        began = time.perf_counter()
        read[engine] = {path.name: function(path) for path in files}
        seconds[engine] = time.perf_counter() - began
    elsewhere = Elsewhere(read.values())
    found: dict[str, dict[str, list[str]]] = {
        engine: {"fused": [], "split": [], "lost": []} for engine in ENGINES
    }
    for path in files:
        for number, texts in enumerate(zip(*(read[e][path.name] for e in ENGINES), strict=True), 1):
            longest = max(len("".join(text.split())) for text in texts)
            for place, engine in enumerate(ENGINES):
                others = set(texts[:place] + texts[place + 1 :]) - {texts[place]}
                fused, split = disagreements(path.name, texts[place], others, elsewhere)
                found[engine]["fused"] += dict.fromkeys(fused)
                found[engine]["split"] += dict.fromkeys(split)
                if longest >= 20 and not texts[place].strip():
                    found[engine]["lost"].append(f"{path.name} page {number}")
    pages = sum(map(len, read["pypdf"].values()))
    versions = f"pypdf {pypdf.__version__}, pypdfium2 {pypdfium2.version.PYPDFIUM_INFO}"
    print(f"{len(files)} files, {pages:,} pages; {versions}\n")
    print("| reader | fused | split | unknown | order | odd | lost pages | seconds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for engine in ENGINES:
        total: Counter[str] = Counter()
        for name, text in read[engine].items():
            total += faults(name, text, elsewhere)
        counts = {what: len(found[engine][what]) for what in found[engine]}
        print(
            f"| {engine} | {counts['fused']} | {counts['split']} "
            f"| {total['unknown'] / total['tokens']:.3%} | {total['joined'] / total['pairs']:.4f} "
            f"| {total['odd']} | {counts['lost']} | {seconds[engine]:.1f} |"
        )
    for engine in ENGINES if arguments.examples else ():
        for what, names in found[engine].items():
            some = ", ".join(names[: arguments.examples])
            print(f"\n{engine}, {what}: {some or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
