from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("me/account/", views.account, name="account"),
    path("me/account/delete/", views.delete_account, name="delete_account"),
    path("me/resumes/<uuid:uid>/", views.resume_text, name="resume"),
    path("me/resumes/<uuid:uid>/choose/", views.choose_resume, name="choose_resume"),
    path("me/resumes/<uuid:uid>/delete/", views.delete_resume, name="delete_resume"),
    path("pages/<slug:slug>/", views.site_page, name="page"),
]
