"""What passages are filtered and counted by: one declaration a field.

The index's columns, the filter, the options of the command line, the parameters of addresses and
of ``/v1``, and the choices beside a list are all made from these lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.kinds import LABELS, NAMES
from corpus.languages import LABELS as LABELS_OF_LANGUAGES
from corpus.model import Passage


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is the parameter, ``label`` what it is called beside a list, ``help`` what a value
    is, ``value`` what a passage has of it ('' for nothing).

    ``values`` are all that there are, where the list is closed, and ``labels`` what people call
    them. ``refused`` begins the sentence about a value that the archive does not have, with
    ``{}`` for the value; a field without one takes any. ``shown`` is how many stand beside a list;
    with 0 they stand in a menu.
    """

    name: str
    label: str
    help: str
    value: Callable[[Passage], str]
    values: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    refused: str = ""
    shown: int = 0


FIELDS = (
    Field(
        "body",
        "Body",
        "a body, as the archive spells it",
        lambda passage: passage.part.body or passage.document.body,
        refused="No paper here is by {}",
        shown=12,
    ),
    Field(
        "kind",
        "Kind",
        "a kind of document or part: " + ", ".join(NAMES),
        lambda passage: passage.part.kind,
        values=NAMES,
        labels=tuple(LABELS.items()),
        shown=12,
    ),
    Field(
        "document",
        "Document",
        "a document's path in the archive",
        lambda passage: passage.document.id,
        refused="The index holds no document {}",
        shown=6,
    ),
    Field(
        "person",
        "Whose words",
        "whose words a passage reports",
        lambda passage: passage.speaker,
        refused="No words here are told to be those of {}",
    ),
    Field(
        "language",
        "Language",
        "the language a passage is in: " + ", ".join(LABELS_OF_LANGUAGES),
        lambda passage: passage.language,
        values=tuple(LABELS_OF_LANGUAGES),
        labels=tuple(LABELS_OF_LANGUAGES.items()),
        shown=6,
    ),
)

FIELD_NAMES = tuple(field.name for field in FIELDS)
