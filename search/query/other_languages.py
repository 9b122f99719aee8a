"""What a question does not search: passages in another language than its own.

Words, stems and the meanings of an English model do not find what is said in Welsh; that nothing
was found there is no sign that nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpus import languages
from search.index import Filter, Index
from search.query.filters import narrow


def unsearched(index: Index, where: Filter, text: str) -> dict[str, int]:
    """Language to how many of the passages that ``where`` leaves are in it, for each that the
    question is not in; the largest first.

    A question whose words do not tell is taken for English, as the page around it is. Costs
    nothing for languages of which the index has no passage.
    """
    own = languages.asked(text) or languages.ENGLISH
    wanted = where["language"] or languages.CODES
    found = {
        code: index.count(narrow(where, Filter.of(language=(code,))))
        for code in languages.CODES
        if code != own and code in wanted
    }
    held = [pair for pair in found.items() if pair[1]]
    return dict(sorted(held, key=lambda pair: (-pair[1], pair[0])))


def searched_documents(
    index: Index, where: Filter, documents: Mapping[str, int], unsearched: Mapping[str, int]
) -> tuple[str, ...]:
    """Those of ``documents`` (by how many passages they have) of which not all is in a language
    that was not searched."""
    if not unsearched:
        return tuple(documents)
    left_out = index.facets(narrow(where, Filter.of(language=tuple(unsearched))))["document"]
    return tuple(name for name, number in documents.items() if number > left_out.get(name, 0))
