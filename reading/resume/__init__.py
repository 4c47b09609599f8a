"""Text of a resume, line by line, to facts: roles, degrees, skills, languages. `reading.resumes` is the way in."""
