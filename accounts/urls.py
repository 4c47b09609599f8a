from django.urls import path

from accounts import resume_views, views

app_name = "accounts"

urlpatterns = [
    path("me/account/", views.account, name="account"),
    path("me/account/delete/", views.delete_account, name="delete_account"),
    path("me/resume/", resume_views.current, name="current_resume"),
    path("me/resume/<uuid:uid>/", resume_views.resume, name="resume"),
    path("me/resume/<uuid:uid>/fact/", resume_views.fact, name="fact"),
    path("me/resume/<uuid:uid>/fact/<slug:name>/", resume_views.fact_step, name="fact_step"),
    path("me/resume/<uuid:uid>/rename/", resume_views.rename_resume, name="rename_resume"),
    path("me/resume/<uuid:uid>/choose/", resume_views.choose_resume, name="choose_resume"),
    path("me/resume/<uuid:uid>/delete/", resume_views.delete_resume, name="delete_resume"),
    path("me/resume/<uuid:uid>/file/", resume_views.resume_file, name="resume_file"),
    path("me/resume/<uuid:uid>/export.json", resume_views.resume_json, name="resume_json"),
    path("pages/<slug:slug>/", views.site_page, name="page"),
]
