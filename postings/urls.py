from django.urls import path

from postings.views import board, companies, compare, feeds, hire, shortlist, sitemaps, skills, suggest

app_name = "postings"

urlpatterns = [
    path("", board.home, name="home"),
    path("jobs/", board.posting_list, name="list"),
    path("jobs/feed.rss", feeds.feed, {"kind": "rss"}, name="feed-rss"),
    path("jobs/feed.atom", feeds.feed, {"kind": "atom"}, name="feed-atom"),
    path("jobs/feed.json", feeds.feed, {"kind": "json"}, name="feed-json"),
    path("jobs/compare/", compare.compare, name="compare"),
    path("jobs/suggest/", suggest.suggest, name="suggest"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-jobs-<int:chunk>.xml", sitemaps.sitemap, {"kind": "jobs"}, name="sitemap-jobs"),
    path("sitemap-companies-<int:chunk>.xml", sitemaps.sitemap, {"kind": "companies"}, name="sitemap-companies"),
    path("sitemap-skills-<int:chunk>.xml", sitemaps.sitemap, {"kind": "skills"}, name="sitemap-skills"),
    path("sitemap-pages-<int:chunk>.xml", sitemaps.sitemap_of_pages, name="sitemap-pages"),
    path("jobs/<slug:slug>-<uuid:uid>/", board.detail, name="detail"),
    path("jobs/<uuid:uid>/save/", shortlist.save, name="save"),
    path("jobs/<uuid:uid>/hide/", shortlist.hide, name="hide"),
    path("jobs/<uuid:uid>/report/", board.report, name="report"),
    path("jobs/<uuid:uid>/apply/", board.apply, name="apply"),
    path("me/jobs/", shortlist.saved, name="saved"),
    path("me/jobs.csv", shortlist.saved_csv, name="saved_csv"),
    path("me/jobs/<uuid:uid>/", shortlist.follow_up, name="follow_up"),
    path("me/applications/<uuid:uid>/withdraw/", shortlist.withdraw, name="withdraw"),
    path("companies/", companies.directory, name="companies"),
    path("companies/<slug:slug>/", board.company, name="company"),
    path("companies/<slug:slug>/hide/", shortlist.hide_organization, name="hide_organization"),
    path("skills/", skills.directory, name="skills"),
    path("skills/<slug:slug>/", skills.skill, name="skill"),
    path("pay/", skills.pay, name="pay"),
    path("hire/", hire.hire, name="hire"),
    path("hire/organization/", hire.found, name="found"),
    path("hire/new/", hire.new, name="new"),
    path("hire/<uuid:uid>/", hire.edit, name="edit"),
    path("hire/<uuid:uid>/text/", hire.text, name="text"),
    path("hire/<uuid:uid>/preview/", hire.preview, name="preview"),
    path("hire/<uuid:uid>/applicants/", hire.applicants, name="applicants"),
    path("hire/applications/<uuid:uid>/resume/", hire.application_resume, name="application_resume"),
    path("hire/<uuid:uid>/<slug:name>/", hire.step, name="step"),
]
