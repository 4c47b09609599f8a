"""How well a posting and a resume fit, and why: pure functions over frozen features."""

from matching.core.bounds import most_of_rows, vectors_of
from matching.core.building import (
    Embed,
    build_posting_features,
    build_resume_features,
    requirement_row,
    title_map_sides,
)
from matching.core.constraints import Constraint, check, failed_musts, failed_wishes
from matching.core.context import ContextLine, in_context
from matching.core.degrees import fields_in
from matching.core.evidence import PreparedResume, prepare_resume
from matching.core.explanation import SHOWN_BY_CANDIDATE, Explanation, Row, explain
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
    Role,
    SkillEvidence,
    SkillVocabulary,
)
from matching.core.parsed import requirement_rows
from matching.core.prepared import PreparedPosting, freeze, prepare_posting, remember, thaw
from matching.core.receipts import Suggestion, receipt, score_if_met, suggestions
from matching.core.role import ResumeSide, retrieval_queries, title_likeness
from matching.core.scoring import score, score_ready, score_under
from matching.core.shown import lasting_keys, lines_shown
from matching.core.title_map import PATH as TITLE_MAP_PATH
from matching.core.title_map import learn as learn_title_map
from matching.core.weights import DEFAULT, ENGINE_VERSION, Weights

__all__ = [
    "DEFAULT",
    "ENGINE_VERSION",
    "SHOWN_BY_CANDIDATE",
    "TITLE_MAP_PATH",
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
    "PreparedPosting",
    "PreparedResume",
    "RequirementRow",
    "ResumeFeatures",
    "ResumeLine",
    "ResumeSide",
    "Role",
    "Row",
    "SkillEvidence",
    "SkillVocabulary",
    "Suggestion",
    "Weights",
    "build_posting_features",
    "build_resume_features",
    "check",
    "explain",
    "failed_musts",
    "failed_wishes",
    "fields_in",
    "freeze",
    "in_context",
    "lasting_keys",
    "learn_title_map",
    "lines_shown",
    "most_of_rows",
    "prepare_posting",
    "prepare_resume",
    "receipt",
    "remember",
    "requirement_row",
    "requirement_rows",
    "retrieval_queries",
    "score",
    "score_if_met",
    "score_ready",
    "score_under",
    "suggestions",
    "thaw",
    "title_likeness",
    "title_map_sides",
    "vectors_of",
]
