"""What is asked of a list of the desk is told from what is asked of the passages."""

from __future__ import annotations

import pytest

from search.query.desk_questions import LAST_MEETING, DeskQuestion, desk_question


@pytest.mark.parametrize(
    ("text", "status", "owner", "topic"),
    [
        ("which actions are still open?", "unfinished", "", ""),
        ("Which actions remain outstanding on vetting?", "unfinished", "", "vetting"),
        ("list the open actions", "unfinished", "", ""),
        (
            "outstanding recommendations about missing children",
            "unfinished",
            "",
            "missing children",
        ),
        ("what undertakings have not been completed", "unfinished", "", ""),
        ("what hasn't been done yet?", "unfinished", "", ""),
        ("What is still outstanding?", "unfinished", "", ""),
        ("what did we agree to do that was never done", "unfinished", "", ""),
        ("has everything that was promised been done?", "unfinished", "", ""),
        ("which actions have been completed?", "done", "", ""),
        ("show me the closed actions on estates", "done", "", "estates"),
        ("Has the action on bicycle marking been completed?", "", "", "bicycle marking"),
        ("are there any overdue actions?", "unfinished", "", ""),
        ("What did the chief constable promise about 101?", "", "chief constable", "101"),
        ("what did the DCC say she would do about overtime?", "", "DCC", "overtime"),
        ("what has the commissioner undertaken on rural crime", "", "commissioner", "rural crime"),
        ("which promises has the force made on speeding?", "", "force", "speeding"),
        ("What assurances did the treasurer give about reserves?", "", "treasurer", "reserves"),
        ("did the superintendent promise anything about dogs?", "", "superintendent", "dogs"),
        ("did the clerk agree to anything on kennels?", "", "clerk", "kennels"),
        ("What did Ali agree to do about the blinds?", "", "Ali", "the blinds"),
        ("what was Cllr Vane asked to do about parking?", "", "Cllr Vane", "parking"),
        ("what was promised about body worn video?", "", "", "body worn video"),
        ("what commitments have been made on hare coursing", "", "", "hare coursing"),
        ("actions for the treasurer", "", "treasurer", ""),
        ("undertakings by the chief constable about custody", "", "chief constable", "custody"),
    ],
)
def test_a_question_about_what_was_promised_reaches_the_ledger(
    text: str, status: str, owner: str, topic: str
) -> None:
    assert desk_question(text) == DeskQuestion("actions", topic, status, owner)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "topic", "since"),
    [
        ("how has call handling changed?", "call handling", ""),
        ("How has 999 performance changed over time?", "999 performance", ""),
        ("How have response times changed since 2019?", "response times", "2019"),
        ("how are burglary outcomes developing", "burglary outcomes", ""),
        ("has satisfaction gone up or down?", "satisfaction", ""),
        ("is hate crime going up?", "hate crime", ""),
        ("Are waiting times rising or falling?", "waiting times", ""),
        ("what is the trend in victim satisfaction?", "victim satisfaction", ""),
        ("abandoned calls over the years", "abandoned calls", ""),
        ("figures for stop and search", "stop and search", ""),
    ],
)
def test_a_question_about_change_reaches_the_figures(text: str, topic: str, since: str) -> None:
    assert desk_question(text) == DeskQuestion("figures", topic, since=since)


@pytest.mark.parametrize(
    ("text", "since", "topic"),
    [
        ("what is new since 29 May 2018?", "29 May 2018", ""),
        ("What has changed since June 2023", "June 2023", ""),
        ("what's new on vetting since 2024?", "2024", "vetting"),
        ("Anything new since 3 May 2022 about speeding?", "3 May 2022", "speeding"),
        ("new papers since 2023", "2023", ""),
        ("what came in after 1 June 2018", "1 June 2018", ""),
        ("what has changed since the last meeting?", LAST_MEETING, ""),
        ("What's new since our previous panel meeting", LAST_MEETING, ""),
    ],
)
def test_a_question_of_what_is_new_names_the_day_and_the_topic(
    text: str, since: str, topic: str
) -> None:
    assert desk_question(text) == DeskQuestion("changes", topic, since=since)


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Has this been asked: why are the lanterns dark?", "why are the lanterns dark?"),
        ("Has anyone asked about lantern oil?", "lantern oil?"),
        ("has anybody asked about lantern oil before?", "lantern oil"),
        ("Was the committee ever asked about kennels?", "kennels?"),
    ],
)
def test_a_draft_is_looked_for_among_what_was_asked(text: str, draft: str) -> None:
    assert desk_question(text) == DeskQuestion("asked", draft)


@pytest.mark.parametrize(
    "text",
    [
        "what action was taken on speeding?",
        "999 performance",
        "how many officers are there?",
        "what is action fraud?",
        "Has the front counter been closed?",
        "Which police stations are still open?",
        "what did the inspection find?",
        "no further action",
        "what happened to the drone?",
        "What did you promise?",
        "Was it agreed to buy oil?",
        "Has this been asked?",
        "what is new?",
        "what has the force done since 2019?",
        "when was the recovery plan promised?",
        "which recommendations did the panel make?",
        "what did the chief constable say about custody?",
        "How has the Panel been told?",
        "action" * 200,
    ],
)
def test_any_other_question_is_left_to_the_passages(text: str) -> None:
    assert desk_question(text) is None
