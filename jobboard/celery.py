import os
import warnings
from pathlib import Path
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.signals import before_task_publish, worker_init

from jobboard import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
# Running as root, as in a container, is the operator's choice; only JSON is accepted, so nothing is unpickled.
warnings.filterwarnings("ignore", category=SecurityWarning)

broker.install()
app = Celery("jobboard")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def make_broker_folders(**_: Any) -> None:
    """kombu's filesystem transport neither makes its folders nor survives their loss, so we make them each time."""
    options = app.conf.broker_transport_options or {}
    for key in ("data_folder_in", "control_folder"):
        if key in options:
            Path(options[key]).mkdir(parents=True, exist_ok=True)


before_task_publish.connect(make_broker_folders, weak=False)
worker_init.connect(make_broker_folders, weak=False)
