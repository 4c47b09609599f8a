"""Loaded before Django's settings: tests keep their state in a folder of their own and match by words alone."""

import atexit
import os
import shutil
import tempfile

folder = tempfile.mkdtemp(prefix="jobboard-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.makedirs(os.path.join(folder, "static"))
os.environ["JOBBOARD_DATA_DIR"] = folder
os.environ["EMBEDDING_MODEL_DIR"] = os.path.join(folder, "no-model")
os.environ["PROFILE"] = "local"
os.environ["SECRET_KEY"] = "tests-only-" + "x" * 50
of_a_niche = [name for name in os.environ if name.startswith("BOARD_")]
for name in ("SITE_URL", "SITE_NAME", "PORT", "DEMO", "EMAIL_URL", "ALLOWED_HOSTS", *of_a_niche):
    os.environ.pop(name, None)
if not os.environ.get("TEST_BROKER_URL"):
    os.environ.pop("CELERY_BROKER_URL", None)
    os.environ.pop("REDIS_URL", None)
