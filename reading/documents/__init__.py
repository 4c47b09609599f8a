"""Resume file to lines in reading order: PDF, Word, JSON Resume, plain text, read in a limited child process."""
