from django.urls import path

from matching.views import about, account, applicants, explanation, matches, preferences, resumes, searches

app_name = "matching"

urlpatterns = [
    path("match/", resumes.match, name="drop"),
    path("match/forget/", resumes.forget, name="forget"),
    path("match/keep/", resumes.keep_visit, name="keep_visit"),
    path("match/gaps/", matches.gaps_page, name="gaps"),
    path("match/<uuid:uid>/", explanation.explained, name="explained"),
    path("match/<uuid:uid>/show/", explanation.show_row, name="show_row"),
    path("match/<uuid:uid>/take-back/", explanation.take_back_row, name="take_back_row"),
    path("match/<uuid:uid>/receipt.json", explanation.receipt, name="receipt"),
    path("hire/applications/<uuid:uid>/match/", applicants.applicant_match, name="applicant_match"),
    path("me/", matches.mine, name="mine"),
    path("me/preferences/", preferences.preferences, name="preferences"),
    path("me/preferences/count/", preferences.count_preferences, name="count_preferences"),
    path("me/export/", account.export, name="export"),
    path("me/alerts/", account.alert_settings, name="alerts"),
    path("me/searches/", searches.searches, name="searches"),
    path("me/searches/<int:pk>/remove/", searches.remove_search, name="remove_search"),
    path("unsubscribe/<str:token>/", account.unsubscribe, name="unsubscribe"),
    path("how-matching-works/", about.how, name="how"),
    path("how-good-is-the-matching/", about.quality_page, name="quality"),
]
