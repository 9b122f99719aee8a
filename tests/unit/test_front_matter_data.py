"""Front matter is data about a paper: read as written, and never a passage of it."""

from __future__ import annotations

import time

import pytest

from corpus.model import SourceFile
from indexer.analyse import analyse
from indexer.readers.text import read_text
from indexer.readers.website.front_matter import front_matter

YAML = """---
layout: post
title: "Riverside Liaison Group: notes of 3 March 2016"
date: 2016-04-01 09:00:00 +0100
tags:
  - policing
  - "rural crime"
summary: >
  What was said
  about barns
---

The Chair opened the meeting.
"""


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
def test_a_block_is_read_as_written(breaks: str) -> None:
    found = front_matter(YAML.replace("\n", breaks))
    assert found is not None
    assert found.get("title") == "Riverside Liaison Group: notes of 3 March 2016"
    assert found.get("date") == "2016-04-01 09:00:00 +0100"
    assert found.get("tags") == "policing, rural crime"
    assert found.get("summary") == "What was said, about barns"
    assert found.get("nothing", "layout") == "post"


def test_a_block_of_toml_is_read_too() -> None:
    found = front_matter("+++\ntitle = 'Ward forum'\ndate = 2011-02-03\n+++\nText.\n")
    assert found is not None
    assert (found.get("title"), found.get("date")) == ("Ward forum", "2011-02-03")


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe panel met in June.\n---\nIt met again.\n",
        "---\n\n---\nnothing between two rules\n",
        "---\ntitle: a block that never ends\n",
        "----\ntitle: a longer rule\n----\n",
        "Title: no rule above\n---\n",
        "--- not a rule\ntitle: x\n---\n",
        "",
    ],
)
def test_text_between_rules_is_no_data(text: str) -> None:
    assert front_matter(text) is None


def test_the_block_is_no_passage_and_the_title_is_its_own(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "notes.md"
    path.write_text(YAML, encoding="utf-8")
    document = read_text(path, SourceFile("notes.md", "0" * 64, "text/markdown", len(YAML)))
    assert document.title == "Riverside Liaison Group: notes of 3 March 2016"
    assert document.text == YAML
    assert dict(document.properties)["date"].startswith("2016-04-01")
    told = [passage.text for passage in analyse(document).passages]
    assert told == ["The Chair opened the meeting."]


def test_a_crafted_block_takes_time_in_proportion() -> None:
    crafted = [
        "---\n" + "a" * 400_000 + "\n---\n",
        "---\n" + "a: " + "\"'" * 200_000 + "\n---\n",
        "---\n" + "a -.:=" * 60_000 + "\n---\n",
        "---\nk: v\n" + "- x\n" * 300_000,
    ]
    began = time.process_time()
    for text in crafted:
        front_matter(text)
    assert time.process_time() - began < 1
