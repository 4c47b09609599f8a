from django.urls import path

from matching import views

app_name = "matching"

urlpatterns = [
    path("match/", views.match, name="drop"),
    path("match/forget/", views.forget, name="forget"),
    path("me/", views.mine, name="mine"),
    path("me/alerts/", views.alert_settings, name="alerts"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("how-matching-works/", views.how, name="how"),
    path("how-good-is-the-matching/", views.quality_page, name="quality"),
]
