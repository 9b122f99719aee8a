"""Tables in text: heads, rows, cells, and rows that go on over a page."""

from corpus.model import Block, Document, SourceFile, Span, Understanding
from indexer.analyse import analyse


def read(text: str, blocks: tuple[Block, ...] = ()) -> Understanding:
    source = SourceFile("plan.txt", "0" * 64, "text/plain", len(text))
    return analyse(Document("plan.txt", source, text, blocks=blocks))


LONG = (
    "The lamps on the north quay were counted twice, and the second count was lower than the first "
    "by eleven. "
)

PLAN = (
    "Lighting delivery plan\n\n"
    "PUTTING LAMPS FIRST\t\t\t\n"
    "Ref\tPlan commitment\tSupporting activity\tProgress update\n"
    f"A.1\tMake sure of light\t(A1.1) Count the lamps\t<p>{LONG}</p> <p>{LONG}</p>\n"
    f"\t\t(A1.2) Count the lamps again and publish the count for everybody\t"
    f"1) {LONG}{LONG} 2) {LONG}{LONG}\n"
    "\t\t(A1.3) Oil them\tCompleted\n"
    "A.2\tExplore whether lamps might be lit across\t(A2.1) Ask\tA tender is out to buy the\n"
    "--\t--\t--\t--\n\n"
    "\tthe whole harbour\t\tlamps, and nobody has answered it yet.\n"
)


def test_a_short_row_is_one_passage_and_a_long_one_gives_its_cells() -> None:
    found = read(PLAN)
    quotes = [one.text for one in found.passages]
    assert "(A1.3) Oil them\tCompleted" in quotes
    assert quotes.count(LONG.strip()) == 2
    assert not [quote for quote in quotes if "<p>" in quote or quote.startswith("--")]


def test_cells_carry_the_heads_of_their_columns() -> None:
    found = read(PLAN)
    cell = next(one for one in found.passages if one.text == LONG.strip())
    assert (cell.kind, cell.columns) == ("cell", "Progress update")


def test_enumerated_items_of_a_long_cell_are_passages() -> None:
    quotes = [one.text for one in read(PLAN).passages]
    assert [quote[:8] for quote in quotes if quote[:2] in ("1)", "2)")] == ["1) The l", "2) The l"]


def test_a_row_that_goes_on_over_a_page_is_one_row() -> None:
    [whole] = [one for one in read(PLAN).passages if "nobody has answered" in one.text]
    assert whole.text.startswith("A.2\tExplore whether lamps")


def test_rows_and_the_numbers_in_their_cells_are_sections() -> None:
    found = read(PLAN)
    labels = [one.label for one in found.sections if one.label]
    assert labels == ["A1.1", "A1.2", "A1.3", "A2.1"]
    oiled = next(one for one in found.passages if "Oil them" in one.text)
    assert oiled.section.headings[0] == "PUTTING LAMPS FIRST"
    assert oiled.section.headings[-1] == "A1.3"


def test_a_sentence_that_a_table_breaks_off_is_one_quotation() -> None:
    text = (
        "Notes of a meeting\n\n"
        f"1.\tMatters arising\tACTION\n2.1\t<p>Impact of lamps.</p> <p>{LONG}</p> "
        f"<p>{LONG}The PCC suggested that it was more about rescuing lamps rather</p>\t\n\n"
        "than lighting them from the outset. Nobody disagreed with that at the time.\n"
    )
    [whole] = [one.text for one in read(text).passages if "from the outset" in one.text]
    assert "rescuing lamps rather</p>" in whole


def test_a_table_of_two_hundred_columns_is_read_row_by_row() -> None:
    row = "\t".join(f"value {number}" for number in range(200))
    found = read("\n".join([row] * 5))
    assert {one.kind for one in found.passages} <= {"row", "cell"}


def test_minutes_kept_in_a_table_are_numbered_by_their_first_column() -> None:
    words = [
        ("Notes of the meeting", "heading", ""),
        ("Item\tDiscussion\tACTION", "row", ""),
        ("1.", "cell", "Item"),
        ("Matters arising", "cell", "Discussion"),
        ("The clerk reported that all of the lamps had been lit since May.", "cell", "Discussion"),
        ("Clerk to write to the lamplighters", "cell", "ACTION"),
        ("2.", "cell", "Item"),
        ("Oil", "cell", "Discussion"),
        ("2.1 There was none, and there had been none for a while.", "cell", "Discussion"),
    ]
    text, blocks = "", []
    for said, kind, header in words:
        span = Span(len(text), len(text) + len(said))
        level = int(kind == "heading" or said.startswith("Item\t"))
        blocks.append(Block(span, kind, level, header))  # type: ignore[arg-type]
        text += said + "\n\n"
    found = read(text, tuple(blocks))
    reported = next(one for one in found.passages if "clerk reported" in one.text)
    assert reported.section.headings == ("1 Matters arising",)
    none = next(one for one in found.passages if one.text.startswith("There was none"))
    assert (none.section.headings, none.section.label) == (("2 Oil",), "2.1")
    [action] = found.actions
    assert text[action.span.start : action.span.end] == "Clerk to write to the lamplighters"


MARKED = """\
Notes of the Quay Board

Lamps by mole

| Mole | 2019 | 2020 |
|------|-----:|-----:|
| North | 14 | 31 |
| South | 15 | 29 |

The lamps are counted every year in March, when the evenings begin to be light.
"""


def test_the_rule_below_the_first_row_of_a_marked_table_makes_it_the_head() -> None:
    found = read(MARKED)
    rows = [(one.text, one.columns) for one in found.passages if one.kind == "row"]
    assert rows == [
        ("North | 14 | 31", "Mole | 2019 | 2020"),
        ("South | 15 | 29", "Mole | 2019 | 2020"),
    ]


def test_a_head_of_two_rows_gives_each_column_both() -> None:
    text = (
        "Notes of the Quay Board\n\n"
        "Measure\tEaster\t\tMidsummer\t\n\tNumber\tChange\tNumber\tChange\n"
        "Boats\t142\t-3%\t131\t-8%\nNets\t31\t+2%\t44\t+40%\n"
    )
    head = "Measure | Easter › Number | Easter › Change | Midsummer › Number | Midsummer › Change"
    rows = [(one.text, one.columns) for one in read(text).passages if one.kind == "row"]
    assert rows == [("Boats\t142\t-3%\t131\t-8%", head), ("Nets\t31\t+2%\t44\t+40%", head)]
