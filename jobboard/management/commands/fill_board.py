import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobboard.filling.postings import fill_postings
from jobboard.filling.resumes import fill_resumes
from postings import services
from postings.models import JobPosting

BAR = 40


class Command(BaseCommand):
    help = (
        "Fill this board with generated postings and resumes; the vectors of the postings are drawn, not the model's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--postings", type=int, default=10_000)
        parser.add_argument("--resumes", type=int, default=20)
        parser.add_argument("--seed", type=int, help="default: another one each time")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["postings"]
        if wanted < 0 or options["resumes"] < 0:
            raise CommandError("Write how many: 0 or more.")
        services.load_skills()
        seed = 1 + JobPosting.objects.count() if options["seed"] is None else options["seed"]
        began = time.monotonic()
        if wanted:
            fill_postings(wanted, seed=seed, say=lambda done: self._draw_bar(done, wanted, began))
            seconds = time.monotonic() - began
            self.stderr.write(f"\n{wanted:,} postings in {seconds:.1f} s, {wanted / seconds:,.0f} a second")
        if options["resumes"]:
            began = time.monotonic()
            fill_resumes(options["resumes"], seed=seed)
            seconds = time.monotonic() - began
            self.stderr.write(f"{options['resumes']:,} resumes read in {seconds:.1f} s; workers embed and match them")

    def _draw_bar(self, done: int, wanted: int, began: float) -> None:
        share = done / wanted
        rate = done / max(1e-9, time.monotonic() - began)
        bar = "#" * int(BAR * share)
        self.stderr.write(f"\r[{bar:<{BAR}}] {done:,} of {wanted:,}, {rate:,.0f} a second", ending="")
        self.stderr.flush()
        if not sys.stderr.isatty():
            self.stderr.write("")
