"""Text that is written for a machine: markup of prompts, and orders to whoever reads by program.

Such text is inert, in postings as in resumes: it earns nothing and costs nothing, and its owner is told.
"""

from __future__ import annotations

import re

MARKUP, INSTRUCTION = "markup", "instruction"
_MARKUP = re.compile(
    r"<\s*/?\s*(?:span|div|font|p|style|script|system|resume|assistant|user|instructions?|prompt)\b[^>]*>|<!--", re.I
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b[^.]{0,40}\b(?:previous|prior|above|all"
    r"|any)\b[^.]{0,30}\b(?:instruction|requirement|prompt|rule)"
    r"|\b(?:reviewing|screening|hiring|recruiting) (?:ai|llm|model|bot|algorithm)\b|\bsystem prompt\b"
    r"|\blanguage model\b[^.]{0,40}\bmust\b"
    r"|\b(?:give|assign|return|output|award)\b[^.]{0,30}\b(?:highest|maximum|perfect|top|full) (?:score|rating|mark)"
    r"|\bmark (?:all|every|each)\b[^.]{0,30}\b(?:met|satisfied|fulfilled)\b|\bmeets? (?:all"
    r"|every) (?:the )?requirements?\b"
    r"|[\"']?(?:score|verdict)[\"']?\s*[:=]\s*[\"']?(?:100|excellent|met)\b",
    re.I,
)


def kind_of_machine_text(text: str) -> str | None:
    """MARKUP or INSTRUCTION where the text is written for a machine, else None."""
    if "<" in text and _MARKUP.search(text):
        return MARKUP
    return INSTRUCTION if _INSTRUCTION.search(text) else None
