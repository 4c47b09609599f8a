from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from jobboard import api, views

admin.autodiscover()
admin.site.site_header = admin.site.site_title = "Board administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "jobboard.views.bad_request"
handler403 = "jobboard.views.forbidden"
handler404 = "jobboard.views.not_found"
handler429 = "jobboard.views.too_many_tries"
handler500 = "jobboard.views.server_error"

urlpatterns = [
    path("", include("postings.urls")),
    path("", include("matching.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api.urlpatterns)),
    path("api/schema/", api.schema_view, name="schema"),
    path("api/docs/", views.api_docs, name="api-docs"),
    path("mail/", views.mail, name="mail"),
    path("mail/<slug:name>/", views.mail_message, name="mail-message"),
    path("status/", views.status, name="status"),
    path("healthz/<slug:probe>/", views.healthz, name="healthz"),
    path("board.css", views.board_style, name="board-style"),
    path("robots.txt", views.robots, name="robots"),
]
