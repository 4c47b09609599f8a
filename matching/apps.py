from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from matching import indexing, provider, receivers
        from postings import hooks

        receivers.connect()
        hooks.register_match_provider(provider.Matches())
        hooks.register_follower(indexing.catch_up)
