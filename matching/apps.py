import gc

from django.apps import AppConfig

# What is held of postings and resumes is many small objects that stay. Looked through after every few hundred new ones,
# as is usual, they cost more time than making them.
COLLECTED_AFTER = (50_000, 20, 50)


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from accounts import page_parts
        from matching import alerts, indexing, receivers, request_matches
        from postings import ports

        gc.set_threshold(*COLLECTED_AFTER)
        receivers.connect()
        alerts.connect()
        ports.register_match_provider(request_matches.Matches())
        ports.register_follower(indexing.catch_up)
        page_parts.register_part("match", "matching/_panel.html")
        page_parts.register_part("resume in use", "matching/_strip.html")
        page_parts.register_part("save search", "matching/_save_search.html")
        page_parts.register_part("example", "matching/_example.html")
        page_parts.register_part("resume drop", "matching/_dropzone.html")
