"""One table: what each error of ``corpus.errors`` is to a browser and to a shell.

Exit codes: 0 fine, 1 a fault in Minuted itself, 2 what was typed, 3 some files of the archive could
not be read (the rest is indexed), 4 not there, 5 an index that cannot be used, 6 busy, 7 storage,
8 the encoder, 9 a quotation that the source does not hold, 10 an optional part that is not
installed, 11 an index that cannot be reached now, 130 interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus import errors

FAULT = 1
SOME_FILES_UNREAD = 3
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Outcome:
    """``status`` is the HTTP status, ``exit`` the exit code, ``title`` the problem's short name."""

    status: int
    exit: int
    title: str


OUTCOMES: dict[type[errors.MinutedError], Outcome] = {
    errors.BadQuery: Outcome(400, 2, "The query cannot be searched for"),
    errors.BadFilter: Outcome(400, 2, "A filter cannot be understood"),
    errors.BadSetting: Outcome(400, 2, "A setting cannot be understood"),
    errors.BadLabels: Outcome(400, 2, "An evaluation file cannot be understood"),
    errors.ArchiveMissing: Outcome(404, 4, "No archive here"),
    errors.IndexMissing: Outcome(503, 4, "No index here"),
    errors.DocumentMissing: Outcome(404, 4, "No such document"),
    errors.PassageMissing: Outcome(404, 4, "No such passage"),
    errors.IndexForeign: Outcome(503, 5, "Not an index that can be read"),
    errors.IndexDamaged: Outcome(503, 5, "The index is damaged"),
    errors.ModelMismatch: Outcome(503, 5, "The index was built with another model"),
    errors.FileEncrypted: Outcome(422, 3, "The file wants a password"),
    errors.FileEmpty: Outcome(422, 3, "The file holds no text"),
    errors.FileDamaged: Outcome(422, 3, "The file is damaged"),
    errors.FileHostile: Outcome(422, 3, "The file went over its limits"),
    errors.PartMissing: Outcome(501, 10, "An optional part is not installed"),
    errors.QuoteMismatch: Outcome(500, 9, "The source does not hold the quotation"),
    errors.EncoderUnavailable: Outcome(503, 8, "The encoder cannot be loaded"),
    errors.IndexBusy: Outcome(503, 6, "The index is being built"),
    errors.IndexUnavailable: Outcome(503, 11, "The index cannot be reached"),
    errors.StorageFailed: Outcome(507, 7, "The index could not be written"),
}

_BRANCHES: dict[type[errors.MinutedError], Outcome] = {
    errors.BadInput: Outcome(400, 2, "What was asked cannot be understood"),
    errors.NotFound: Outcome(404, 4, "Not there"),
    errors.IndexUnusable: Outcome(503, 5, "The index cannot be used"),
    errors.SourceUnreadable: Outcome(422, 3, "A file cannot be read"),
    errors.MinutedError: Outcome(500, FAULT, "Something went wrong"),
}


def outcome(error: errors.MinutedError) -> Outcome:
    """What an error is to the outside; a subclass has what its nearest ancestor has."""
    for kind in type(error).__mro__:
        found = OUTCOMES.get(kind) or _BRANCHES.get(kind)
        if found is not None:
            return found
    raise TypeError(f"{type(error).__name__} is not a MinutedError")
