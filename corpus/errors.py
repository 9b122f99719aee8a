"""Every error that a user can meet. A message is a fact plus what to do about it.

MinutedError
├── BadInput                 what was asked cannot be understood
│   ├── BadQuery             the query's text
│   ├── BadFilter            a filter's value
│   ├── BadSetting           an environment variable or an option
│   └── BadLabels            evaluation files (gold, runs, qrels)
├── NotFound
│   ├── ArchiveMissing       no such folder, or a folder without documents
│   ├── IndexMissing         no index at this place
│   ├── DocumentMissing      the index holds no such document
│   └── PassageMissing       the index holds no such passage
├── IndexUnusable
│   ├── IndexForeign         not an index, or of another format version
│   ├── IndexDamaged         a file does not match its checksum
│   └── ModelMismatch        built with another encoder than the one set
├── SourceUnreadable         one file of the archive: never ends a build
│   ├── FileEncrypted
│   ├── FileEmpty
│   ├── FileDamaged
│   └── FileHostile          over its limits in time or memory
├── PartMissing              an optional package is not installed
├── QuoteMismatch            a quotation that the source does not hold
├── EncoderUnavailable       the model cannot be loaded
├── IndexBusy                another process is building this index
├── IndexUnavailable         an index, or a part of it, cannot be reached at the moment
└── StorageFailed            disk full or not writable; the old index stays
"""


class MinutedError(Exception):
    """The root: everything below it is expected, and shown as one line without a traceback."""


class BadInput(MinutedError):
    """What was asked cannot be understood."""


class BadQuery(BadInput):
    """The query's text cannot be searched for."""


class BadFilter(BadInput):
    """A filter has a value that cannot be one."""


class BadSetting(BadInput):
    """An option or an environment variable has a value that cannot be one."""


class BadLabels(BadInput):
    """An evaluation file does not hold what it should; the message names file and line."""


class NotFound(MinutedError):
    """Something named is not there."""


class ArchiveMissing(NotFound):
    """The archive is no folder, or holds no document."""


class IndexMissing(NotFound):
    """There is no index at this place."""


class DocumentMissing(NotFound):
    """The index holds no such document."""


class PassageMissing(NotFound):
    """The index holds no such passage."""


class IndexUnusable(MinutedError):
    """There is an index, but it cannot be used."""


class IndexForeign(IndexUnusable):
    """The folder is not a Minuted index, or one of another format version."""


class IndexDamaged(IndexUnusable):
    """A file of the index does not match its checksum."""


class ModelMismatch(IndexUnusable):
    """The index was built with another encoder than the one set."""


class SourceUnreadable(MinutedError):
    """One file of the archive cannot be read; the build goes on without it.

    The two halves of the message, ``fact`` and ``cure``, stand in a build's report side by side.
    """

    def __init__(self, fact: str, cure: str = "") -> None:
        super().__init__(f"{fact}; {cure}." if cure else f"{fact}.")
        self.fact = fact
        self.cure = cure


class FileEncrypted(SourceUnreadable):
    """The file wants a password."""


class FileEmpty(SourceUnreadable):
    """The file holds no text."""


class FileDamaged(SourceUnreadable):
    """The file is not what its bytes claim to be."""


class FileHostile(SourceUnreadable):
    """Reading the file went over its limits in time or memory."""


class PartMissing(MinutedError):
    """What was asked needs a package that is installed only with one of Minuted's extras."""


class QuoteMismatch(MinutedError):
    """A quotation that the source does not hold; never shown to a reader."""


class EncoderUnavailable(MinutedError):
    """The encoder cannot be loaded."""


class IndexBusy(MinutedError):
    """Another process is building this index."""


class IndexUnavailable(MinutedError):
    """An index, or a part of it, cannot be reached now: no answer is better than a shorter one."""


class StorageFailed(MinutedError):
    """The index could not be written; the one before it is untouched."""
