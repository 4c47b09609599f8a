from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class PostingsConfig(AppConfig):
    name = "postings"

    def ready(self) -> None:
        from accounts import resumes
        from postings import emails, facets, receivers, topic
        from reading.vocabulary import default_vocabulary

        resumes.register_skill_finder(
            lambda text: [(skill.name, *skill.span) for skill in default_vocabulary().find(text)]
        )
        topic.connect()
        facets.check_promoted(settings.BOARD_FACETS)
        receivers.connect()
        emails.connect()
        pre_migrate.connect(let_audit_log_be_rebuilt, sender=self)
        post_migrate.connect(keep_audit_log, sender=self)


def let_audit_log_be_rebuilt(*, using: str, **_: Any) -> None:
    from postings import triggers

    triggers.remove(connections[using])


def keep_audit_log(*, using: str, **_: Any) -> None:
    from postings import triggers

    triggers.install(connections[using])
