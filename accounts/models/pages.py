"""Pages of words that the operator writes."""

import re

from django.db import models


class SitePage(models.Model):
    """A page of words that the operator writes: terms, privacy, contact."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField(
        help_text="Plain text. A blank line starts a new paragraph; a line starting with # is a heading."
    )
    position = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """("heading" | "paragraph", text) in reading order."""
        blocks = []
        for block in re.split(r"\n\s*\n", self.body.strip()):
            kind = "heading" if block.startswith("#") else "paragraph"
            blocks.append((kind, block.lstrip("# ").strip()))
        return blocks
