"""Questions of twelve kinds: what is read of their labels, and which replies are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import BadLabels
from corpus.model import Span
from eval.labels.asked import digest, read_asked
from eval.measures import replies
from eval.run import RunAnswer, RunHit, RunLine
from search.answer.certainty import SEEN, certainty
from search.query.question_kind import recognise

SPECIMEN = Path(__file__).parents[2] / "eval" / "specimen" / "asked.jsonl"
ELSEWHERE = Path(__file__).parents[2] / "eval" / "shared" / "asked.jsonl"
ARCHIVE = Path(__file__).parents[3] / "shared" / "archive"


def asked(tmp_path: Path, **values: object):  # type: ignore[no-untyped-def]
    row = {"id": "K1", "asks": "how_many", "half": "seen", "text": "How many?",
           "expect": ["answer"], "points": [{"doc": "a.txt", "quote": "12 drones"}]}  # fmt: skip
    path = tmp_path / "asked.jsonl"
    path.write_text(json.dumps(row | values) + "\n", encoding="utf-8")
    return read_asked(path)


def line(*sentences: str, **more: object) -> dict[str, RunLine]:
    said = tuple(RunHit("a.txt", Span(5, 5 + len(s)), quote=s) for s in sentences)
    answer = RunAnswer(not said, 0.5, "", (), said, **more)  # type: ignore[arg-type]
    return {"K1": RunLine("K1", "ask", (), answer)}


def one(questions, run):  # type: ignore[no-untyped-def]
    return replies.judged(questions, run)[0]


def test_the_first_sentence_must_say_the_one_thing_that_is_asked_for(tmp_path: Path) -> None:
    questions = asked(tmp_path)
    assert one(questions, line("It has 12\ndrones.")).right
    assert not one(questions, line("It has some.", "It has 12 drones.")).right
    assert one(asked(tmp_path, asks="why"), line("It has some.", "It has 12 drones.")).right


def test_words_that_are_not_ours_to_print_are_known_by_their_digest(tmp_path: Path) -> None:
    point = {"doc": "a.txt", "start": 12, "end": 21, "sha256": digest("12 drones")}
    questions = asked(tmp_path, points=[point])
    assert one(questions, line("It has 12 drones.")).right
    assert not one(questions, line("It has 13 drones.")).right


def test_of_people_the_likeliest_must_be_who_did_it(tmp_path: Path) -> None:
    questions = asked(tmp_path, asks="who", people=[digest("ada birch")])
    assert one(questions, line("It has 12 drones.", people=("Ada Birch", "Omar Finch"))).right
    assert not one(questions, line("It has 12 drones.", people=("Omar Finch", "Ada Birch"))).right
    assert not one(questions, line("It has 12 drones.")).right


def test_handing_over_is_right_about_what_was_asked(tmp_path: Path) -> None:
    questions = asked(tmp_path, expect=["actions"], topic=["drones"], points=[])
    right = one(questions, line(handover=("actions", "the Drones")))
    assert right.right
    assert right.handed
    assert not one(questions, line(handover=("actions", "boats"))).right
    assert not one(questions, line(handover=("every", "drones"))).right


def test_only_what_is_said_to_be_likely_is_confidently_wrong(tmp_path: Path) -> None:
    questions = asked(tmp_path)
    assert one(questions, line("It has some.", sure="likely")).confidently_wrong
    assert not one(questions, line("It has some.", sure="unsure")).confidently_wrong
    assert one(questions, {}).refused


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({"expect": ["somebody"]}, "expect"),
        ({"half": "third"}, "half"),
        ({"points": []}, "points"),
        ({"points": [{"doc": "a.txt", "start": 4, "end": 2, "sha256": "0"}]}, "span"),
        ({"topic": "drones"}, "topic"),
    ],
)
def test_a_label_that_cannot_be_meant_is_refused(
    tmp_path: Path, values: dict[str, object], about: str
) -> None:
    with pytest.raises(BadLabels, match=about):
        asked(tmp_path, **values)


def test_the_sixty_questions_are_of_twelve_kinds_over_both_archives() -> None:
    of = [*read_asked(SPECIMEN), *read_asked(ELSEWHERE)]
    assert len({one.id for one in of}) == len(of) == 60
    assert len({one.asks for one in of}) == 12
    assert all(point.quote == "" for one in read_asked(ELSEWHERE) for point in one.points)


def test_nearly_all_of_them_are_taken_for_what_they_are() -> None:
    of = [*read_asked(SPECIMEN), *read_asked(ELSEWHERE)]
    assert sum(recognise(one.text).kind == one.asks for one in of) >= 57


def test_the_points_of_the_shared_archive_stand_where_they_are_said_to() -> None:
    if not ARCHIVE.is_dir():
        pytest.skip("the shared archive is not beside the project")
    for one_ in read_asked(ELSEWHERE):
        for point in one_.points:
            text = (ARCHIVE / point.document).read_bytes().decode("utf-8")
            assert point.span is not None
            assert digest(text[point.span.start : point.span.end]) == point.digest


def test_a_surer_level_was_right_more_often_and_its_counts_are_told() -> None:
    learnt = certainty()
    likely, unsure = (sure for _, sure in learnt.levels)
    assert likely.right / likely.of > unsure.right / unsure.of
    best = dict.fromkeys(SEEN, 1.0) | {"margin": 5.0}
    assert learnt.level(best).level == "likely"
    assert learnt.level(dict.fromkeys(SEEN, 0.0)).level == "unsure"
