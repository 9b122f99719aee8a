"""Rules are data: each compiles, matches its example, and says who was seen to write so."""

from __future__ import annotations

import re

import pytest

from eval.training.witnesses import ENOUGH
from indexer.language import phrases
from indexer.language.phrases import Rule

RULES = [
    rule for topic in phrases.topics() for group in phrases.every(topic).values() for rule in group
]


def test_there_are_rules_and_no_two_have_one_name() -> None:
    names = [rule.id for rule in RULES]
    assert len(names) > 50
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_matches_its_example_and_not_its_counter_example(rule: Rule) -> None:
    assert rule.example
    assert rule.fires(rule.example)
    assert not rule.counter or not rule.fires(rule.counter)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_that_is_on_has_two_witnesses_or_a_source_outside_the_papers(rule: Rule) -> None:
    assert not rule.on or rule.source or len(rule.publishers) >= ENOUGH


@pytest.mark.parametrize("topic", phrases.topics())
def test_a_file_has_no_fragment_and_no_group_that_nobody_uses(topic: str) -> None:
    words = (phrases.FOLDER / f"{topic}.toml").read_text("utf-8")
    for name in re.findall(r"^(\w+) = '''", words, re.MULTILINE):
        assert name == "pattern" or words.count(f"<{name}>") > 0, name
    assert all(phrases.every(topic).values())


def test_a_group_with_nothing_on_fits_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "in_force", lambda topic, group: ())
    assert phrases.either("boundaries", "dear").search("Dear Ada Quill") is None
