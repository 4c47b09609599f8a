from django.urls import path

from accounts import resume_views, team_views, views

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
    path("hire/team/<uuid:uid>/", team_views.team, name="team"),
    path("hire/team/<uuid:uid>/invite/", team_views.invite, name="invite"),
    path(
        "hire/team/<uuid:uid>/invitations/<uuid:invitation>/take-back/",
        team_views.take_back_invitation,
        name="take_back_invitation",
    ),
    path("hire/team/<uuid:uid>/members/<int:member>/role/", team_views.change_role, name="change_role"),
    path("hire/team/<uuid:uid>/members/<int:member>/hand-over/", team_views.hand_over, name="hand_over"),
    path("hire/team/<uuid:uid>/members/<int:member>/remove/", team_views.remove_member, name="remove_member"),
    path("hire/team/<uuid:uid>/leave/", team_views.leave, name="leave"),
    path("hire/invitations/<str:token>/", team_views.invitation, name="invitation"),
    path("hire/claim/<uuid:uid>/", team_views.claim, name="claim"),
    path("hire/claims/<uuid:uid>/withdraw/", team_views.withdraw_claim, name="withdraw_claim"),
    path("pages/<slug:slug>/", views.site_page, name="page"),
]
