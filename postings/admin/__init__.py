"""Moderation in the stock admin. Every action calls the same verb as the page and the API, and says what it refused."""

from postings.admin import moderation, postings, sources, vocabulary

__all__ = ["moderation", "postings", "sources", "vocabulary"]
