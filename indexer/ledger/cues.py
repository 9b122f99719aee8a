"""Words that say of themselves that a passage comes back to something agreed before.

A passage that shares few words with an action still returns to it where it stands under 'Actions
from earlier meetings', says 'as promised', or names the month in which the action was agreed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus import dates, periods
from corpus.model import Passage

_REVIEW = re.compile(
    r"\bactions? (?:from|of) (?:the )?(?:earlier|previous|last|former|\w+) (?:\w+ )?meetings?\b|"
    r"\b(?:outstanding|brought forward|carried forward|matters arising|action (?:tracker|log|list|"
    r"register|review|updates?))\b|\b(?:review|progress|update|tracker|status|summary) (?:of|on) "
    r"(?:the )?(?:\w+ ){0,2}(?:actions?|recommendations)\b|^\W*(?:item \W*)?(?:\d[\d.]*+\W*)?"
    r"actions?\W*$|"
    r"\bprevious actions\b",
    re.IGNORECASE,
)
_NOT_REVIEW = re.compile(r"\bactions? arising\W*$|\bnew actions\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\bas (?:it was )?(?:promised|agreed|requested|undertaken|asked|planned)\b|"
    r"\b(?:the|this|that) (?:action|recommendation|undertaking|promise|request)s? (?:is|was|are|"
    r"were|has|have|had|of|made|to|that)\b|"
    r"\b(?:had|has|have)(?: been)? (?:promised|undertaken|requested|asked for|agreed|asked)\b|"
    r"\b(?:was|were) (?:promised|undertaken|requested)\b|"
    r"\b(?:undertook|requested|promised|agreed|asked for|raised|commissioned|reported|given) "
    r"(?:in|at) (?:the )?|\bat the (?:\w+ ){1,3}meeting\b|\bpromise of\b|\bfollowing (?:the|a) "
    r"request\b|\bin response to the (?:action|request|recommendation)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?P<month>{dates.MONTH_IN_FULL})\b(?:,? (?P<year>20\d\d))?", re.IGNORECASE)


LONGEST = 90
"""Words of a passage of which such words can be about all that it says."""


def reviews(passage: Passage) -> bool:
    """Whether a passage stands where a meeting goes through what was agreed before."""
    return any(map(_reviewing, passage.section.headings))


@lru_cache(maxsize=4096)
def _reviewing(heading: str) -> bool:
    return not _NOT_REVIEW.search(heading) and _REVIEW.search(heading) is not None


def says_so(text: str) -> bool:
    """Whether words speak of something promised, asked for or agreed before."""
    return text.count(" ") < LONGEST and _SAYS.search(text) is not None


def months(text: str, said_on: str | None) -> list[str]:
    """The months (ISO) that words name; one without a year is the last one before ``said_on``."""
    told: set[str] = set()
    for found in _MONTH.finditer(text):
        number = dates.month_number(found["month"])
        year = found["year"]
        month = f"{year}-{number:02d}" if year else periods.latest_month(number, said_on)
        if month:
            told.add(month)
    return sorted(told)
