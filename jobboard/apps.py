from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class JobboardConfig(AppConfig):
    name = "jobboard"

    def ready(self) -> None:
        from jobboard import checks  # noqa: F401  registers the deploy-time checks

        # Django tells only apps with models that they were migrated, so this one listens to another.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("accounts"))


class BoardAdminConfig(AdminConfig):
    default_site = "jobboard.administration.BoardAdminSite"


def make_cache_table(*, using: str, **_: Any) -> None:
    """The cache that all processes share has a table, which no migration makes; one that is there is left alone."""
    call_command("createcachetable", database=using, verbosity=0)
