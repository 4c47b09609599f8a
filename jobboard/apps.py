from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class JobboardConfig(AppConfig):
    name = "jobboard"

    def ready(self) -> None:
        from allauth.account import app_settings

        from accounts import outbox, team
        from accounts.signals import addresses_forgotten
        from jobboard import (
            checks,  # noqa: F401  registers the deploy-time checks
            databases,
            mailbox,
        )

        # Django tells only apps with models that they were migrated, so this one listens to another.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("accounts"))
        connection_created.connect(databases.allow_long_statements, dispatch_uid="jobboard.allow_long_statements")
        addresses_forgotten.connect(mailbox.forget, dispatch_uid="jobboard.forget_kept_mail")
        # These links end after that time, and a letter with a dead link helps nobody.
        outbox.register("account/password_reset_key", lifetime=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
        outbox.register("accounts/invitation", lifetime=team.INVITATION_LIFETIME)
        for name in ("email_confirmation", "email_confirmation_signup"):
            days = app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS
            outbox.register(f"account/{name}", lifetime=timedelta(days=days))


class BoardAdminConfig(AdminConfig):
    default_site = "jobboard.administration.BoardAdminSite"


def make_cache_table(*, using: str, **_: Any) -> None:
    """After migrating: make the table of the cache that all processes share, which no migration makes. One that is there stays."""
    call_command("createcachetable", database=using, verbosity=0)
