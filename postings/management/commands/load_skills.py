from typing import Any

from django.core.management.base import BaseCommand

from postings import services


class Command(BaseCommand):
    help = "Bring the skill table in line with reading/data/skills.toml. What a moderator added stays."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stderr.write(f"{services.load_skills()} skills written")
