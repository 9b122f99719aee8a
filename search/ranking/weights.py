"""The weights of ranking: one frozen table, so that an ablation is another table, not another code.

The weights of words and meaning were laid on questions over papers that the encoder was not trained
on, the rest on the development labels; ``minuted eval ablate`` prints what each is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ranking:
    """How ``search`` and ``ask`` rank passages. Weights of 0 switch a part off."""

    bm25: float = 0.2
    """weight of the words: BM25 over the passage and its place, and other names of what is asked"""
    vectors: float = 0.8
    """weight of the meaning: cosine of query and passage"""
    brief: int = 10
    """content words of a query up to which words weigh in full; of a longer one, a story more
    often than a question, most words are beside the point, and they weigh less in proportion"""
    fusion: Literal["normalised", "rrf"] = "normalised"
    """how the two rankings become one"""
    heading: float = 0.5
    """weight of the place (part, headings, column heads, date) against the passage's own words"""
    names: float = 1.0
    """weight of another name of what is asked, in units of BM25"""
    neighbours: float = 0.1
    """share of its meaning that each passage lends to those beside it under the same heading"""
    dates: float = 0.05
    """lent to passages of a year that is asked for, taken from those of another"""
    headings_last: float = 0.3
    """taken from passages that are nothing but a heading"""
    choose: bool = True
    """names that stand in few documents choose documents"""
    read: bool = True
    """the reader reads the head of the ranking again, where the settings have one"""
    deep: int = 400
    """passages that each ranking puts forward"""


DEFAULT = Ranking()
