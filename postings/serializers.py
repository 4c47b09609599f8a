"""Postings as JSON. Absent values are null; nothing is guessed."""

from typing import Any

from rest_framework import serializers

from postings import pay
from postings.models import BaseSalary, JobLocation, JobPosting


class OrganizationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.CharField()


class LocationSerializer(serializers.ModelSerializer[JobLocation]):
    class Meta:
        model = JobLocation
        fields = ("raw", "city", "region", "country", "country_is_stated", "geonames_id", "latitude", "longitude")


class ApplicantLocationSerializer(serializers.ModelSerializer[JobLocation]):
    """From where a remote job may be done; the name of a group of countries has no country of its own."""

    countries = serializers.ListField(child=serializers.CharField(), source="reach")

    class Meta:
        model = JobLocation
        fields = ("raw", "region", "country", "countries")


class SalarySerializer(serializers.ModelSerializer[BaseSalary]):
    text = serializers.SerializerMethodField()

    class Meta:
        model = BaseSalary
        fields = ("kind", "min_value", "max_value", "currency", "unit", "label", "text")

    def get_text(self, band: BaseSalary) -> str:
        return f"{pay.range_words(band)}, {pay.period_words(band)}"


class SkillSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField(source="skill.slug", allow_null=True, default=None)
    name = serializers.CharField()
    importance = serializers.CharField()


class MatchSummarySerializer(serializers.Serializer[Any]):
    score = serializers.IntegerField(allow_null=True)
    met = serializers.IntegerField()
    partly = serializers.IntegerField()
    not_found = serializers.IntegerField()
    unreadable = serializers.IntegerField()
    is_updating = serializers.BooleanField()


class PostingSerializer(serializers.ModelSerializer[JobPosting]):
    id = serializers.UUIDField(source="uid")
    web_url = serializers.SerializerMethodField()
    hiring_organization = OrganizationSerializer()
    employment_types = serializers.ListField(child=serializers.CharField())
    job_locations = LocationSerializer(many=True, source="worksites")
    applicant_locations = ApplicantLocationSerializer(many=True, source="applicant_places")
    base_salaries = SalarySerializer(many=True)
    skills = SkillSerializer(many=True, source="posting_skills")
    match = serializers.SerializerMethodField()

    class Meta:
        model = JobPosting
        fields = (
            "id", "title", "web_url", "hiring_organization", "employment_types", "job_location_type", "job_locations",
            "applicant_locations", "base_salaries", "salary_disclosure", "experience_level", "months_of_experience", "visa_sponsorship",
            "relocation", "job_start_text", "job_duration", "date_posted", "date_posted_precision", "valid_through",
            "first_seen_at", "apply_url", "direct_apply", "skills", "match",
        )  # fmt: skip

    def get_web_url(self, posting: JobPosting) -> str:
        return str(self.context["site_url"]) + posting.get_absolute_url()

    def get_match(self, posting: JobPosting) -> dict[str, Any] | None:
        """The match with the asker's resume, or null without one."""
        card = self.context.get("matches", {}).get(posting.pk)
        return dict(MatchSummarySerializer(card).data) if card else None


class ItemSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    kind = serializers.CharField()
    importance = serializers.CharField(allow_null=True)
    is_readable = serializers.BooleanField()
    span = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class SectionSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    heading = serializers.CharField()
    items = ItemSerializer(many=True, source="items.all")


class PostingDetailSerializer(PostingSerializer):
    sections = SectionSerializer(many=True, source="sections.all")
    conflicts = serializers.JSONField(source="reading.conflicts", read_only=True)
    inferred = serializers.JSONField(source="reading.inferred", read_only=True)

    class Meta(PostingSerializer.Meta):
        fields = (*PostingSerializer.Meta.fields, "sections", "raw_text", "conflicts", "inferred")  # type: ignore[assignment]
