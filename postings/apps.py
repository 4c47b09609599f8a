from django.apps import AppConfig
from django.conf import settings


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
