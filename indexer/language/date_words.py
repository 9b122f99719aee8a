"""The words and shapes about a date, by which ``indexer.entities.date_testimony`` hears what it is.

Word classes are rules with witnesses (``rules/dates.toml``); what stands here beside them are the
shapes of lines, hours, prepositions and participles. All patterns ignore case but where capitals
tell.
"""

from __future__ import annotations

import re

from indexer.language import phrases

OWN = phrases.either("dates", "own")
MEETING = phrases.either("dates", "meetings")
PAPER = phrases.either("dates", "papers")
BODY = phrases.either("dates", "bodies")
CONVENED = phrases.either("dates", "convened")
ANOTHER = phrases.either("dates", "another")
DEALT_WITH = phrases.either("dates", "dealt_with")
LAW = phrases.either("dates", "laws")
PLANNED = phrases.either("dates", "planned")
PERIOD = phrases.either("dates", "span_of_time")
VERB = phrases.either("dates", "told")
PUT_OUT = phrases.either("front_matter", "published")

TIME = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\b\.?|hrs|hours|noon|o[’']clock)|\b\d{1,2}[.:]\d\d\b"
    r"(?:\s?(?:hrs|hours))?|\b(?:12 )?(?:noon|midday)\b|\b(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|hours)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:^|[\n\t;|]|[ ]{3})\W{0,60}+(?P<label>\w[^\n\t:;|]{1,69}?)(?<!\s)\s{0,60}:"
    r"(?P<rest>[^:\n]*)$"
)
DASHED = re.compile(
    r"(?:^|[\n\t;|])\W{0,60}+(?P<label>\w[^\n\t:;|]{1,39}?)(?<!\s)\s{0,60}"
    r"(?:[\t|]|\s[-–—]{1,60})(?P<rest>[^\n\t:;|]{0,40})$"
)
LEADING_IN = re.compile(
    r"\W*(?:(?:held|cynhaliwyd|commencing|starting|from|time|the)\W+)*"
    r"(?:(?:at|in)\s+(?P<place>[^.:\n]{2,90}?)[\s,]+)?(?:(?:on|ar)\W*)?(?:the\s+)?\W*$",
    re.IGNORECASE,
)
"""All that may stand before a date whose line is the date: an hour, a place, 'on'."""
GOES_ON = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+(?=[a-z]{2,}\s)")
BELOW = re.compile(r"\s*(?:of|on|at|held|for|in|and|to|from|which|dated|convened)\s")
"""The head of a line that goes on with the one above."""
OPEN = re.compile(r"\b(?:dated|held|convened|until|since|before|after|ended|ending)\W*$", re.I)
NO_PLACE = re.compile(
    r"\b(?:from|to|by|under|since|until|invitation|behest|risk|least|force|effect|place)\b", re.I
)
LEADING_OUT = re.compile(
    r"\W*(?:$|(?:at|in|from|to|until|commencing|starting|beginning|via|by|and|time|venue|location|"
    r"online|virtual|teams|zoom|am|pm)\b|[(\[–—|@,-])",
    re.IGNORECASE,
)
ITEM_OF = re.compile(r"\W*meeting of (?:the )?[A-Z][^.:;\n]{3,90},\s*$", re.IGNORECASE)
AS_ITEM = re.compile(r"[\s,.]*\(items?\s[\w./-]{1,12}\)\W*$", re.IGNORECASE)
"""'Meeting of the Panel, 7 June 2021 2.00 pm (Item 8.)': the page of one item of that meeting."""
PREPOSITION = re.compile(
    r"(?:^|(?<=\W))(?P<word>on|ar|of|for|from|in|at|dated|by|until|till|to|since|before|after|under|"
    r"between|during|following|around|circa)\s+(?:the\s+|this\s+)?$",
    re.IGNORECASE,
)
DONE = re.compile(
    r"\b(?:\w{2,}ed|born|sworn|given|taken|put|sent|made|written|laid|begun)\W*$", re.IGNORECASE
)
"""A participle as the last word: what was done on the day."""
DONE_NEXT = re.compile(r"\W*(?!held|dated|convened)\w{2,}ed\b", re.IGNORECASE)
DONE_FIRST = re.compile(
    r"\W*(?!held|dated|convened)\w{2,}ed\s+(?:by|at|in|on|to|from|under|with|for)\b", re.IGNORECASE
)
AT_AN_HOUR = re.compile(r"(?<![\s,;–-])[\s,;–-]*@\W{0,20}(?:on\W{0,20})?$")
"""An hour before a date, as ``TIME`` is written: '@ on '."""
STATUS = re.compile(
    r"\W*(?:(?:un)?(?:approved|confirmed|signed|adopted|agreed|ratified|draft|final|public|private|"
    r"official|formal|summary|action|record of(?: the)?|the)\W+){0,3}"
    r"(?=(?:minutes|notes|proceedings|transcript|agenda|record|decisions)\b)",
    re.IGNORECASE,
)
"""The head of a title that names a record, with the state it is in."""
SEPARATOR = re.compile(r"(?:\s[-–—]|[-–—]{1,20}\s|[,;:|(\[\n\t–—]|\s{3})\W{0,60}$")
SEGMENT = re.compile(r"\s[-–—]+\s|[,;|(\[\n\t–—]|\s{3,}")
THIS_MEETING = re.compile(
    r"\W*(?:\d+\W+)?(?:this|the|an?)\s+(?:[\w’'&-]+\s+){0,8}?"
    r"(?:meeting|session|hearing|sitting|conference|assembly)\b(?:\s+[\w’'&,-]+){0,12}?\s+"
    r"(?:(?:was|were)\s+(?:duly\s+)?(?:held|convened|called|opened)|took place|opened|began|"
    r"commenced|met|sat|started)\b(?:\s+[\w’'&,-]+){0,12}?\W+(?:on|at|of)?\W*$",
    re.IGNORECASE,
)
OF_ITSELF = re.compile(
    rf"\W*(?:(?:this|the|first|originally|date|document|paper|page|report|article|was)\s+){{0,4}}"
    rf"{PUT_OUT.pattern}\W*(?:(?:online|on|in|by|at)\b\W*)?[^.\n]{{0,30}}$",
    re.IGNORECASE,
)
"""'This report was first published on': said of the paper, and of no other."""
DRAWN_UP = re.compile(
    r"\W*(?:(?:this|the)\s+\w+\s+(?:was|is)\s+)?"
    rf"(?:(?P<drawn>{phrases.either('dates', 'drawn_up').pattern})"
    rf"|(?:{phrases.either('dates', 'agreed').pattern})\s+by)"
    r"\b(?!\s+for\b)[^.\n]{0,80}?\b(?:on|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""'Prepared by the Treasurer on': what was done to a paper to make it one."""
BYLINE = re.compile(
    r"(?:^|[,;]|\band)\s*(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Sir|Dame|Prof(?:essor)?)\.?\s"
    r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3},\s*$"
)
OF_ANOTHER = re.compile(
    rf"[\W_]*(?:(?:is|was|being|as|the|dates?|of|for)\s+)*(?!following){ANOTHER.pattern}",
    re.IGNORECASE,
)
AT_A_MEETING = re.compile(r"\W*(?:present\s+)?at\s+an?\b", re.IGNORECASE)
WHO_WAS_THERE = re.compile(
    r"\b(?:present|in attendance|attended|chair|commenc|following (?:members|were))", re.IGNORECASE
)
GOVERNED = re.compile(
    r"\b(?:to|from|since|following|after|before|at)\s+(?:the|our|an?|its)\b", re.IGNORECASE
)
FIGURES = re.compile(
    r"\b(?:figures|data|statistics|performance|accounts|budget|spend|report|return|"
    r"crime (?!panel|commission))",
    re.IGNORECASE,
)
ACTED = re.compile(r"\W*(?:The|This|A|An|Our|All|Both|No|Some) .*?\b(?!held)[a-z]{2,}ed\b")
"""'The Panel approved …': a subject and a verb in the past."""
NUMBERED = re.compile(r"\W*\d{1,3}(?:\.\d{1,2})*[.)]?\s+(?=[A-Za-z])")
"""An item of the minutes."""
THEIRS = re.compile(r"\b(?:your|our|their|his|her|my|re|subject|fw|fwd)\b", re.IGNORECASE)
COUNTED = re.compile(r"\d\s*$")
"""A number before a date: a row of a list."""
OF_PAPER = re.compile(r"\b(?:report|letter|paper|issue)\b", re.IGNORECASE)
