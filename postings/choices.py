"""What people choose from when they describe a posting, with the words for it. Stored values are the keys."""

CURRENCIES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "INR", "SGD", "JPY", "PLN", "SEK", "NOK", "DKK", "BRL", "MXN", "ZAR",
)  # fmt: skip
# What an applicant is asked to send along: (one, several).
MATERIALS = {
    "reference_letter": ("reference letter", "reference letters"),
    "cover_letter": ("cover letter", "cover letters"),
    "work_sample": ("work sample", "work samples"),
    "portfolio": ("portfolio", "portfolios"),
    "transcript": ("transcript", "transcripts"),
    "references": ("references", "references"),
    "salary_expectation": ("salary expectation", "salary expectations"),
}
# Of these an applicant writes a line; the others are files.
WRITTEN_MATERIALS = frozenset({"references", "salary_expectation"})
# Letters that somebody else writes about the applicant, who is not to read them.
LETTERS = frozenset({"reference_letter"})
DEGREE_LEVELS = (
    ("none", "None needed"),
    ("high_school", "High school"),
    ("certificate", "Certificate"),
    ("associate", "Associate"),
    ("bachelor", "Bachelor"),
    ("master", "Master"),
    ("doctorate", "Doctorate"),
)
