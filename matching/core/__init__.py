"""How well a posting and a resume fit, and why: pure functions over frozen features."""

from matching.core.bounds import most_of_rows, vectors_of
from matching.core.building import (
    Embed,
    build_posting_features,
    build_resume_features,
    requirement_row,
    title_map_sides,
)
from matching.core.claims import claimed_lines, lasting_keys
from matching.core.compiled import (
    CompiledPosting,
    compile_posting,
    load,
    load_resume,
    remember,
    serialize,
    serialize_resume,
)
from matching.core.constraints import UNKNOWN, Constraint, check, failed_musts, failed_wishes
from matching.core.context import ContextLine, around_mark, in_context, mark_words, whole_clause
from matching.core.evidence import CompiledResume, compile_resume
from matching.core.explanation import CLAIMED_BY_CANDIDATE, Explanation, Row, explain
from matching.core.features import (
    Degree,
    Json,
    OwnersWord,
    Pay,
    Place,
    PostingFeatures,
    Preferences,
    RequirementRow,
    ResumeFeatures,
    ResumeLine,
    RoleFeatures,
    SkillEvidence,
    SkillVocabulary,
)
from matching.core.parsed import requirement_rows
from matching.core.quotes import Quote
from matching.core.receipts import Suggestion, receipt, score_if_met, suggestions
from matching.core.role import ResumeSide, retrieval_queries, title_likeness
from matching.core.scoring import score, score_compiled, score_under
from matching.core.title_map import PATH as TITLE_MAP_PATH
from matching.core.title_map import learn as learn_title_map
from matching.core.weights import DEFAULT, ENGINE_VERSION, Weights
from reading.degrees import fields_in

__all__ = [
    "CLAIMED_BY_CANDIDATE",
    "DEFAULT",
    "ENGINE_VERSION",
    "TITLE_MAP_PATH",
    "UNKNOWN",
    "CompiledPosting",
    "CompiledResume",
    "Constraint",
    "ContextLine",
    "Degree",
    "Embed",
    "Explanation",
    "Json",
    "OwnersWord",
    "Pay",
    "Place",
    "PostingFeatures",
    "Preferences",
    "Quote",
    "RequirementRow",
    "ResumeFeatures",
    "ResumeLine",
    "ResumeSide",
    "RoleFeatures",
    "Row",
    "SkillEvidence",
    "SkillVocabulary",
    "Suggestion",
    "Weights",
    "around_mark",
    "build_posting_features",
    "build_resume_features",
    "check",
    "claimed_lines",
    "compile_posting",
    "compile_resume",
    "explain",
    "failed_musts",
    "failed_wishes",
    "fields_in",
    "in_context",
    "lasting_keys",
    "learn_title_map",
    "load",
    "load_resume",
    "mark_words",
    "most_of_rows",
    "receipt",
    "remember",
    "requirement_row",
    "requirement_rows",
    "retrieval_queries",
    "score",
    "score_compiled",
    "score_if_met",
    "score_under",
    "serialize",
    "serialize_resume",
    "suggestions",
    "title_likeness",
    "title_map_sides",
    "vectors_of",
    "whole_clause",
]
