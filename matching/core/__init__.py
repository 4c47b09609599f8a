"""How well a posting and a resume fit, and why: pure functions over frozen features."""

from matching.core.bounds import most_of_rows, vectors_of
from matching.core.building import build_posting_features, build_resume_features, requirement_row
from matching.core.constraints import Constraint
from matching.core.evidence import PreparedResume, prepare_resume
from matching.core.explanation import Explanation, Row, explain
from matching.core.features import (
    Degree,
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
from matching.core.prepared import PreparedPosting, freeze, prepare_posting, thaw
from matching.core.role import ResumeSide, retrieval_queries
from matching.core.scoring import score, score_ready
from matching.core.weights import DEFAULT, ENGINE_VERSION, Weights

__all__ = [
    "DEFAULT",
    "ENGINE_VERSION",
    "Constraint",
    "Degree",
    "Explanation",
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
    "Weights",
    "build_posting_features",
    "build_resume_features",
    "explain",
    "freeze",
    "most_of_rows",
    "prepare_posting",
    "prepare_resume",
    "requirement_row",
    "requirement_rows",
    "retrieval_queries",
    "score",
    "score_ready",
    "thaw",
    "vectors_of",
]
