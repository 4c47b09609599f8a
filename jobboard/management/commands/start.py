import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from jobboard import demo, founding
from jobboard.management.commands.up import is_taken
from postings import services
from postings.models import JobPosting


class Command(BaseCommand):
    help = "Bring the board up from nothing: migrate, load what is missing, start every process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if is_taken("127.0.0.1", port):
            raise CommandError(f"Port {port} is in use. Choose another: make run PORT={port + 1}")
        began = time.monotonic()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        services.load_skills()
        founding.write_pages()
        if settings.DEMO and not JobPosting.objects.exists():
            demo.load(say=self.stderr.write)
        elif not settings.DEMO and founding.needs_founding():
            founding.found_board(self.stderr.write)
        self.stderr.write(f"database and data ready in {time.monotonic() - began:.1f} s")
        call_command("up", port=port, stdout=self.stdout, stderr=self.stderr)
