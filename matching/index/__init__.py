"""This host's memory-mapped copy of what matching compares first: vectors, limits, and the word shingles that may be copied.

Everything here is derived and may be deleted at any time; it comes back from the database. It knows numpy and files, no
Django: which rows belong in it is told by ``matching.indexing``.
"""
