"""Cutting long texts: nothing is lost, everything fits."""

import re

from hypothesis import given
from hypothesis import strategies as st

from search.encoding.windows import cut, readable


def words(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]


SENTENCE = "The Panel noted the report and asked for figures by ward. "


def test_a_text_that_fits_is_its_own_only_piece() -> None:
    assert cut("  One line. Two lines. ", words, 20) == ["  One line. Two lines. "]


def test_blank_text_has_no_pieces() -> None:
    assert cut("", words, 20) == []
    assert cut(" \n\t ", words, 20) == []


def test_pieces_end_at_sentence_ends() -> None:
    pieces = cut(SENTENCE * 10, words, 40)
    assert len(pieces) > 2
    assert all(piece.endswith("ward.") and piece.startswith("The") for piece in pieces)


def test_pieces_are_alike_in_length_so_that_none_is_a_scrap() -> None:
    lengths = [len(words(piece)) for piece in cut("word " * 101, words, 100)]
    assert lengths == [51, 50]


def test_a_sentence_longer_than_the_model_is_cut_between_words() -> None:
    text = " ".join(f"word{i}" for i in range(100))
    pieces = cut(text, words, 30)
    assert " ".join(pieces) == text


def test_a_run_without_spaces_is_cut_between_tokens() -> None:
    text = "a.b," * 100
    pieces = cut(text, words, 30)
    assert "".join(pieces) == text
    assert all(len(words(piece)) <= 30 for piece in pieces)


def test_a_very_long_text_is_looked_at_in_stretches_and_loses_no_word() -> None:
    text = SENTENCE * 3000
    seen: list[int] = []

    def watched(piece: str) -> list[tuple[int, int]]:
        seen.append(len(piece))
        return words(piece)

    assert " ".join(cut(text, watched, 100)).split() == text.split()
    assert max(seen) <= 50_000


def test_tokens_that_count_the_space_before_them_are_cut_at_the_same_places() -> None:
    def spaced(text: str) -> list[tuple[int, int]]:
        return [found.span() for found in re.finditer(r"\s*(?:\w+|[^\w\s])", text)]

    assert cut(SENTENCE * 10, spaced, 40) == cut(SENTENCE * 10, words, 40)


def test_a_piece_that_has_more_tokens_by_itself_is_cut_again() -> None:
    def moody(text: str) -> list[tuple[int, int]]:
        """Two tokens for each letter, except in texts longer than 300 characters: one."""
        if len(text) > 300:
            return [(i, i + 1) for i in range(len(text))]
        return [(i, i + 1) for i in range(len(text)) for _ in range(2)]

    pieces = cut("x" * 400, moody, 200)
    assert "".join(pieces) == "x" * 400
    assert all(len(moody(piece)) <= 200 for piece in pieces)


@given(st.text(alphabet=st.sampled_from("ab .!?\n\"')é警。"), max_size=400), st.integers(4, 40))
def test_pieces_fit_and_together_hold_every_character(text: str, room: int) -> None:
    pieces = cut(text, words, room)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.strip() and len(words(piece)) <= room for piece in pieces)


def test_lone_surrogates_become_the_replacement_character_at_the_same_length() -> None:
    assert readable("a\ud800b\udfffc") == "a\ufffdb\ufffdc"
    assert readable("Prüfung 😀") == "Prüfung 😀"
