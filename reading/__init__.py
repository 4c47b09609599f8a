"""Text and files to structure, for postings and resumes alike: pure, deterministic, without Django and without an app.

`reading.posting.parse` reads a posting, `reading.resumes.read_file` and `reading.resumes.parse` read a resume.
"""
