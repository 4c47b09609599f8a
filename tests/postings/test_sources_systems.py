"""One posting as each applicant system gives it is one posting here.

Shapes: help.workable.com (widget), developers.smartrecruiters.com (Posting API), docs.recruitee.com (Careers Site API),
developer.personio.de (XML feed), docs.teamtailor.com (jobs.rss) and the job sites of Workday; the posting is made up.
"""

import json
from typing import Any

import pytest

from postings.sources import adapter
from postings.sources.raw_posting import Feed

TITLE, BODY, BRING = "Lock Keeper", "<p>Open the lock.</p>", "<ul><li>Steady hands</li></ul>"
TEXT = "Lock Keeper\n\nOpen the lock."
WORKABLE: dict[str, Any] = {"name": "Kanal", "jobs": [{
    "title": TITLE, "shortcode": "L1", "url": "https://lock.example.com/1", "published_on": "2026-11-03", "city": "Ghent",
    "state": "East Flanders", "country": "Belgium", "telecommuting": False, "employment_type": "Full-time",
    "description": BODY, "locations": [{"country": "Belgium", "city": "Ghent"}], "industry": "Water"}]}  # fmt: skip
SMART: dict[str, Any] = {"totalFound": 1, "content": [{
    "id": "L1", "name": TITLE, "company": {"identifier": "Kanal", "name": "Kanal"}, "releasedDate": "2026-11-03T08:00:00.000Z",
    "location": {"city": "Ghent", "country": "be", "remote": False}, "typeOfEmployment": {"id": "x", "label": "Full-time"},
    "jobAd": {"sections": {"jobDescription": {"title": "", "text": BODY}}}, "refNumber": "R9"}]}  # fmt: skip
RECRUITEE: dict[str, Any] = {"offers": [{
    "id": 1, "title": TITLE, "status": "published", "careers_url": "https://lock.example.com/1", "description": BODY,
    "requirements": BRING, "published_at": "2026-11-03 08:00:00 UTC", "employment_type_code": "fulltime", "on_site": True,
    "locations": [{"city": "Ghent", "country": "Belgium"}], "salary": {"min": "2600", "max": 3100, "currency": "EUR"}},
    {"id": 2, "title": "Draft", "status": "draft"}]}  # fmt: skip
PERSONIO = f"""<workzag-jobs><position><id>1</id><office>Ghent</office><name>{TITLE}</name><jobDescriptions><jobDescription>
<name>Your day</name><value><![CDATA[{BODY} </position>]]></value></jobDescription></jobDescriptions>
<employmentType>permanent</employmentType><schedule>full-time</schedule><createdAt>2026-11-03T08:00:00+00:00</createdAt>
</position></workzag-jobs>"""
TEAMTAILOR = f"""<rss xmlns:tt="https://teamtailor.com/locations"><channel><item><title>{TITLE}</title><guid>g1</guid>
<link>https://lock.example.com/1</link><pubDate>Tue, 03 Nov 2026 08:00:00 +0000</pubDate><remoteStatus>hybrid</remoteStatus>
<description>&lt;p&gt;Open the lock.&lt;/p&gt;</description><tt:locations><tt:location><tt:name>HQ</tt:name>
<tt:city>Ghent</tt:city><tt:country>Belgium</tt:country></tt:location></tt:locations></item></channel></rss>"""
WORKDAY: dict[str, Any] = {"jobPostingInfo": {
    "id": "abc", "jobReqId": "R9", "title": TITLE, "jobDescription": BODY, "location": "Ghent, Belgium", "timeType": "Full time",
    "startDate": "2026-11-03", "externalUrl": "https://lock.example.com/1"}, "hiringOrganization": {"name": "Kanal"}}  # fmt: skip


def read(kind: str, payload: Any) -> Feed:
    module = adapter(kind)
    assert module is not None
    feed: Feed = module.read((payload if isinstance(payload, str) else json.dumps(payload)).encode())
    return feed


@pytest.mark.parametrize(
    ("kind", "payload", "is_complete"),
    [
        ("workable", WORKABLE, True), ("smartrecruiters", SMART, True), ("recruitee", RECRUITEE, True),
        ("personio", PERSONIO, True), ("teamtailor", TEAMTAILOR, True), ("workday", WORKDAY, False),
    ],
)  # fmt: skip
def test_one_posting_is_the_same_from_every_system(kind: str, payload: Any, is_complete: bool) -> None:
    feed = read(kind, payload)
    (raw,) = feed.postings
    assert (raw.title, str(raw.date_posted), feed.is_complete, feed.refused) == (TITLE, "2026-11-03", is_complete, ())
    assert raw.locations[0].startswith("Ghent")
    assert "Open the lock." in raw.text
    assert raw.employment_types == (() if kind == "teamtailor" else ("FULL_TIME",))
    assert raw.job_location_type == {"recruitee": "ON_SITE", "teamtailor": "HYBRID"}.get(kind)
    assert (raw.min_pay is None) == (kind != "recruitee")
    assert raw.pay_unit is None


def test_a_list_without_texts_or_with_a_page_missing_is_not_taken_for_the_whole() -> None:
    assert not read("smartrecruiters", {**SMART, "totalFound": 120}).is_complete
    bare = read("smartrecruiters", {"totalFound": 1, "content": [{"id": "L1", "name": TITLE}]})
    assert bare.postings == ()
    assert "It has no text" in bare.refused[0][1]
    assert "It has no text" in read("workday", {"total": 1, "jobPostings": [{"title": TITLE}]}).refused[0][1]


def test_two_texts_of_recruitee_are_both_kept() -> None:
    assert read("recruitee", RECRUITEE).postings[0].text == f"{TEXT}\n\n• Steady hands"
