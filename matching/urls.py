from django.urls import path

from matching import views

app_name = "matching"

urlpatterns = [
    path("match/", views.match, name="drop"),
    path("match/forget/", views.forget, name="forget"),
    path("match/keep/", views.keep_visit, name="keep_visit"),
    path("match/gaps/", views.gaps_page, name="gaps"),
    path("match/<uuid:uid>/receipt.json", views.receipt, name="receipt"),
    path("me/", views.mine, name="mine"),
    path("me/preferences/", views.preferences, name="preferences"),
    path("me/preferences/count/", views.count_preferences, name="count_preferences"),
    path("me/export/", views.export, name="export"),
    path("me/alerts/", views.alert_settings, name="alerts"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("how-matching-works/", views.how, name="how"),
    path("how-good-is-the-matching/", views.quality_page, name="quality"),
]
