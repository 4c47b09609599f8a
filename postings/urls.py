from django.urls import path

from postings.views import board, hire

app_name = "postings"

urlpatterns = [
    path("", board.home, name="home"),
    path("jobs/", board.posting_list, name="list"),
    path("jobs/<slug:slug>-<uuid:uid>/", board.detail, name="detail"),
    path("jobs/<uuid:uid>/save/", board.save, name="save"),
    path("jobs/<uuid:uid>/report/", board.report, name="report"),
    path("jobs/<uuid:uid>/apply/", board.apply, name="apply"),
    path("me/jobs/", board.saved, name="saved"),
    path("me/applications/<uuid:uid>/withdraw/", board.withdraw, name="withdraw"),
    path("companies/<slug:slug>/", board.company, name="company"),
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
