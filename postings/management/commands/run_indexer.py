import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from postings import ports
from postings.search import updating

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Keep this host's search index in step with the database, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one pass, then stop")
        parser.add_argument("--rebuild", action="store_true", help="build the index anew first")
        parser.add_argument("--every", type=float, default=0.5, help="seconds between passes")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        if options["rebuild"]:
            self.stderr.write(f"{updating.rebuild()} postings indexed")
        while True:
            close_old_connections()
            try:
                updating.catch_up()
                ports.catch_up_followers()
            except OperationalError:
                logger.warning("the database is away; trying again")
            if options["once"] or stop.wait(options["every"]):
                return
