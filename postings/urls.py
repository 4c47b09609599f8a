from django.urls import path

from postings import views

app_name = "postings"

urlpatterns = [
    path("", views.home, name="home"),
    path("jobs/", views.posting_list, name="list"),
    path("jobs/<slug:slug>-<uuid:uid>/", views.detail, name="detail"),
    path("jobs/<uuid:uid>/save/", views.save, name="save"),
    path("jobs/<uuid:uid>/report/", views.report, name="report"),
    path("jobs/<uuid:uid>/apply/", views.apply, name="apply"),
    path("me/jobs/", views.saved, name="saved"),
    path("companies/<slug:slug>/", views.company, name="company"),
    path("hire/", views.hire, name="hire"),
    path("hire/organization/", views.found, name="found"),
    path("hire/new/", views.new, name="new"),
    path("hire/<uuid:uid>/", views.edit, name="edit"),
    path("hire/<uuid:uid>/applicants/", views.applicants, name="applicants"),
    path("hire/applications/<uuid:uid>/resume/", views.application_resume, name="application_resume"),
    path("hire/<uuid:uid>/<slug:name>/", views.step, name="step"),
]
