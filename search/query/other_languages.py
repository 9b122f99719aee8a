"""What a question does not search: passages in another language than its own.

Words, stems and the meanings of an English model do not find what is said in Welsh; that nothing
was found there is no sign that nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus import languages
from search.index import Filter, Index
from search.query.filters import narrow


def unsearched(text: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Language to how many passages are in it, for each that the question is not in.

    ``counts`` are the passages by language ('' where none is told). A question whose words do not
    tell is taken for English, as the page around it is.
    """
    own = languages.asked(text) or languages.ENGLISH
    found = {code: number for code, number in counts.items() if code and number and code != own}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def searched_documents(
    index: Index, where: Filter, documents: Mapping[str, int], unsearched: Mapping[str, int]
) -> tuple[str, ...]:
    """Those of ``documents`` (by how many passages they have) of which not all is in a language
    that was not searched."""
    if not unsearched:
        return tuple(documents)
    foreign = index.allowed(narrow(where, Filter.of(language=tuple(unsearched))))
    left_out = index.facets(foreign.tolist())["document"]
    return tuple(name for name, number in documents.items() if number > left_out.get(name, 0))
