import os

# Scoring multiplies small matrices; threads of the linear-algebra library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from jobboard.celery import app as celery_app

__all__ = ["celery_app"]
