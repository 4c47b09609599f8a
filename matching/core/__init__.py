"""How well a posting and a resume fit, and why: pure functions over frozen features."""

from matching.core.building import Embed, build_posting_features, build_resume_features, requirement_row
from matching.core.constraints import Constraint, check, failed_musts, failed_wishes
from matching.core.degrees import fields_in
from matching.core.explanation import Explanation, Row, explain
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
from matching.core.receipts import Suggestion, receipt, score_if_met, suggestions
from matching.core.role import retrieval_queries, title_likeness
from matching.core.scoring import score, score_under
from matching.core.weights import DEFAULT, ENGINE_VERSION, Weights

__all__ = [
    "DEFAULT",
    "ENGINE_VERSION",
    "Constraint",
    "Degree",
    "Embed",
    "Explanation",
    "Json",
    "OwnersWord",
    "Pay",
    "Place",
    "PostingFeatures",
    "Preferences",
    "RequirementRow",
    "ResumeFeatures",
    "ResumeLine",
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
    "receipt",
    "requirement_row",
    "requirement_rows",
    "retrieval_queries",
    "score",
    "score_if_met",
    "score_under",
    "suggestions",
    "title_likeness",
]
