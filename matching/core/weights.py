"""The published numbers of the engine. Change one and ENGINE_VERSION goes up: stored scores are then recomputed."""

from __future__ import annotations

from dataclasses import dataclass

ENGINE_VERSION = 9


@dataclass(frozen=True, slots=True)
class Weights:
    """Points are out of 100. ``role_points`` go to the role row, the rest to the requirement rows.

    A requirement row weighs ``required`` or ``preferred``; ``few_rows`` is the weight of the stand-in row that pulls a
    posting with few readable requirements towards ``middle``. ``partly`` is the share of its points such a row earns.
    """

    role_points: int = 55
    required: int = 2
    preferred: int = 1
    few_rows: int = 10
    middle: float = 0.25
    partly: float = 0.5

    # The role row's similarity is this sum of cosines; it earns nothing at ``role_floor``, everything at ``role_full``.
    role_title: float = 1.3
    role_summary: float = 0.5
    lines_summary: float = 0.7
    lines_title: float = 0.8
    role_floor: float = 0.1
    role_full: float = 1.6
    older_role: tuple[float, ...] = (1.0, 0.5, 0.3)
    # Titles guessed from short lines, where the resume has no readable roles.
    guessed_role: float = 0.8

    # The same row without a model, from shared words.
    word_title: float = 1.0
    word_summary: float = 1.0
    word_lines_title: float = 2.0
    word_lines_summary: float = 3.0
    word_floor: float = 0.1
    word_full: float = 1.4

    # Shares (by rarity) of the skills asked that are enough, and that are some, of a list and of one phrase; what a skill
    # counts that a line names in other words; then shares of skills and other words together.
    enough_skills: float = 0.6
    some_skills: float = 0.3
    some_of_phrase: float = 0.45
    said_in_words: float = 0.8
    most_skills: float = 0.9
    met_known: float = 0.25
    met_several: float = 0.65
    met_single: float = 0.75
    met_together: float = 0.75
    together_likeness: float = 0.4
    partly_closeness: float = 0.35
    some_closeness: float = 0.45

    # Shares (by rarity) of the requirement's words in one line, and cosines of its most similar line.
    met_words: float = 0.75
    partly_words: float = 0.45
    words_beside: float = 0.3
    met_likeness: float = 0.65
    met_sum: float = 1.05
    found_likeness: float = 0.5
    partly_likeness: float = 0.38
    # Share of the words in the roles that cover the years asked.
    whole_years: float = 0.7
    # The same share in all lines together, and the likeness it takes beside it.
    spread_words: float = 0.45
    spread_likeness: float = 0.3
    like_line: float = 3.0
    told_line: float = 2.0
    list_line: float = 1.5


DEFAULT = Weights()
