"""What was measured is told to readers as counts of things, not as measures."""

from __future__ import annotations

from api.views import plain_figures
from eval import recorded
from eval.measures.plain_names import plain
from eval.recorded import Section
from eval.report import Table


def section(name: str, *rows: tuple[str, ...]) -> Section:
    table = Table("Scores", ("measure", "mean", "95 %", "n"), rows)
    return Section(name, "Scores", "", "", "2026-01-02", "", (table,))


def test_means_of_noughts_and_ones_are_counts_of_questions() -> None:
    made = section(
        "score-mine",
        ("answer.right", "0.700", "", "20"),
        ("answer.wrong", "0.200", "", "20"),
        ("unanswerable.abstained", "0.500", "", "10"),
        ("question.success@10", "0.850", "", "20"),
    )
    (told,) = plain_figures.told([made])
    assert told.title == "The papers of “mine”"
    assert told.sentences == (
        "Of 10 questions that the papers cannot answer it refused 5, and gave an answer to 5 all "
        "the same.",
        "Of 20 questions that they do answer it answered 14 rightly and 4 wrongly, and refused 2.",
        "For 17 of 20 questions a passage that answers stood among the first ten.",
    )


def test_questions_of_twelve_kinds_are_told_with_their_set() -> None:
    plain_set = section("score-mine", ("unanswerable.abstained", "1.0", "", "3"))
    asked = section("score-mine-asked", ("all", "20", "0.800", "0.300", "0.100", "0.050"))
    (told,) = plain_figures.told([plain_set, asked])
    assert told.sentences[1].endswith(
        "it answered 10 rightly and gave 6 to the list that answers them; it refused 2 and "
        "answered 2 wrongly, and called 1 of those probably right."
    )
    assert plain_figures.title(asked) == "Questions of twelve kinds: mine"


def test_what_was_not_measured_is_not_told() -> None:
    assert (
        plain_figures.told([section("score-mine"), section("beir-x", ("BM25", "1", "", ""))]) == []
    )
    (told,) = plain_figures.told([section("score-x", ("unanswerable.abstained", "1.0", "", "3"))])
    assert told.sentences == ("Of 3 questions that the papers cannot answer it refused 3.",)


def test_every_measure_that_is_recorded_has_a_name_in_words() -> None:
    for one in recorded.load():
        if one.name.startswith("score-"):
            for row in one.tables[0].rows:
                assert "." not in plain(row[0]), row[0]
    assert plain("question.success@1") == "questions with a passage that answers in the first place"
    assert plain("BM25 alone") == "BM25 alone"


def test_what_ships_has_sentences_for_each_labelled_set() -> None:
    told = plain_figures.told(recorded.load())
    assert len(told) == 3
    assert all(one.sentences for one in told)
