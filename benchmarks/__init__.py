"""Measurements beside their limits.

Importing this package puts the process on a board of its own, which is thrown away when the process ends; a process that
has a board already keeps it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
OWN = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SITE_NAME", "EMAIL_URL", "SECRET_KEY")


def open_board() -> None:
    """Settings, an empty SQLite database and a data folder for this process alone; nudges go to a queue nobody reads."""
    folder = Path(tempfile.mkdtemp(prefix="jobboard-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    for name in OWN:
        os.environ.pop(name, None)
    prepared = Path(os.environ.get("EMBEDDING_MODEL_DIR", ROOT / "var" / "model"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "jobboard.settings",
        "JOBBOARD_DATA_DIR": str(folder),
        "EMBEDDING_MODEL_DIR": str(prepared if prepared.is_dir() else folder / "no-model"),
        "OPENBLAS_NUM_THREADS": "1",  # one processor of ours beside one of numpy's; its idle threads would spin
        "OMP_NUM_THREADS": "1",
        "CELERY_BROKER_URL": "memory://",
        "PROFILE": "local",
        "ALLOWED_HOSTS": "testserver",  # the host of Django's test client
        "DEMO": "0",
        "API_RATE_ANONYMOUS": "1000000/min",
        "API_RATE_USER": "1000000/min",
        "MAX_ALERT_MAILS_A_DAY": "1000000",
    }
    django.setup()


if not apps.ready:
    open_board()
