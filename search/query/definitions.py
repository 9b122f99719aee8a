"""What the archive itself defines: which documents give a short form which meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.glossary import Thing
from corpus.model import Definition
from search.query.facets import Terms
from search.tokens import terms


def same_sense(definition: Definition, thing: Thing) -> bool:
    """Whether the long form of a definition is a name of the thing."""
    long = tuple(terms(definition.long))
    return any(tuple(terms(name)) == long for name in thing.names)


def grouped(definitions: Iterable[Definition]) -> Mapping[tuple[str, str], list[str]]:
    """The documents that give each short form each long one; the first spelling stands for all."""
    groups: dict[tuple[Terms, Terms], tuple[tuple[str, str], list[str]]] = {}
    for d in definitions:
        key = tuple(terms(d.short)), tuple(terms(d.long))
        _, documents = groups.setdefault(key, ((d.short, d.long), []))
        if d.document not in documents:
            documents.append(d.document)
    return dict(groups.values())


def defined_in(short: str, long: str, documents: Sequence[str]) -> str:
    """Where a name was defined, in words."""
    others = f" and {len(documents) - 2} more" if len(documents) > 2 else ""
    return f"defined in {', '.join(documents[:2])}{others}: {long} ({short})"


def several_senses(short: str, definitions: Iterable[Definition]) -> tuple[str, ...]:
    """The long forms of a short one, where there are several; none for a long form itself."""
    long = {tuple(terms(d.long)): d.long for d in definitions}
    return tuple(long.values()) if len(long) > 1 and tuple(terms(short)) not in long else ()
