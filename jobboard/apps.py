from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class JobboardConfig(AppConfig):
    name = "jobboard"

    def ready(self) -> None:
        from allauth.account import app_settings

        from accounts import outbox
        from accounts.signals import addresses_forgotten
        from jobboard import (
            checks,  # noqa: F401  registers the deploy-time checks
            databases,
            mailbox,
        )

        connection_created.connect(databases.allow_long_statements, dispatch_uid="jobboard.allow_long_statements")
        addresses_forgotten.connect(mailbox.forget, dispatch_uid="jobboard.forget_kept_mail")
        # These links end after that time, and a letter with a dead link helps nobody.
        outbox.register("account/password_reset_key", lifetime=timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
        for name in ("email_confirmation", "email_confirmation_signup"):
            days = app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS
            outbox.register(f"account/{name}", lifetime=timedelta(days=days))
