from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class JobboardConfig(AppConfig):
    name = "jobboard"

    def ready(self) -> None:
        from jobboard import checks  # noqa: F401  registers the deploy-time checks


class BoardAdminConfig(AdminConfig):
    default_site = "jobboard.administration.BoardAdminSite"
