"""Posting text -> structure, deterministically, with a source span for every value. Knows no Django."""
