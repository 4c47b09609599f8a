"""What an employer, a moderator or a reader of the board types, checked; and the words for what is wrong."""

from postings.forms.applying import ApplicationForm, LetterForm
from postings.forms.board import FollowUpForm, ReportForm
from postings.forms.check import CheckForm
from postings.forms.fields import (
    ApplyLinkField,
    DayField,
    DurationField,
    LinesField,
    PastedText,
    PayField,
    StartField,
    WordsField,
    duration_words,
    start_words,
)
from postings.forms.hiring import AnswerForm, ClosingForm, StartForm
from postings.forms.moderation import InAdmin, ModerationForm, NewPostingForm
from postings.forms.organization import OrganizationForm, ProfileForm
from postings.forms.paste import PasteForm
from postings.forms.rows import Row
from postings.forms.seen import SeenForm
from postings.forms.visibility import BlockForm, VisibilityForm

__all__ = [
    "AnswerForm",
    "ApplicationForm",
    "ApplyLinkField",
    "BlockForm",
    "CheckForm",
    "ClosingForm",
    "DayField",
    "DurationField",
    "FollowUpForm",
    "InAdmin",
    "LetterForm",
    "LinesField",
    "ModerationForm",
    "NewPostingForm",
    "OrganizationForm",
    "PasteForm",
    "PastedText",
    "PayField",
    "ProfileForm",
    "ReportForm",
    "Row",
    "SeenForm",
    "StartField",
    "StartForm",
    "VisibilityForm",
    "WordsField",
    "duration_words",
    "start_words",
]
