"""What the parser read from a posting's text, beside the values that stand in the posting's own columns and rows."""

from django.db import models

from postings.models.posting import JobPosting


class PostingReading(models.Model):
    """Written anew whenever the text is read; pages use it to say where a value stands and why.

    ``facts``: for each stated field its ``span`` in the raw text (or null), its words as ``raw``, and the ``method`` that
    found it. ``inferred``: for each field that was only concluded its ``value``, the ``reason`` and ``raw``.
    ``conflicts``: where the text contradicts itself, each with ``field``, ``message`` and ``spans``. ``chrome``: spans that
    belong to the page the text was copied from. ``uncovered``: spans that nothing was read from. ``version``: the parser's.
    """

    posting = models.OneToOneField(JobPosting, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    facts = models.JSONField(default=dict, blank=True)
    inferred = models.JSONField(default=dict, blank=True)
    conflicts = models.JSONField(default=list, blank=True)
    chrome = models.JSONField(default=list, blank=True)
    uncovered = models.JSONField(default=list, blank=True)
    version = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"reading of posting {self.posting_id}"

    @property
    def employer_named(self) -> str:
        """Who hires, by the words of the text; "" where it does not say."""
        return str((self.facts.get("hiring_organization") or {}).get("raw") or "")
