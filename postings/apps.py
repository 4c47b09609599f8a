from django.apps import AppConfig


class PostingsConfig(AppConfig):
    name = "postings"

    def ready(self) -> None:
        from accounts import resumes
        from postings import emails, receivers
        from reading.vocabulary import default_vocabulary

        resumes.register_skill_finder(
            lambda text: [(skill.name, *skill.span) for skill in default_vocabulary().find(text)]
        )
        receivers.connect()
        emails.connect()
