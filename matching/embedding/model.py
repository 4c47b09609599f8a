"""The sentence embedder, offline on the CPU. ``preparing`` makes what it runs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from matching.embedding.weights import MAX_TOKENS, MODEL_SHA256, WIDTH

Vectors = npt.NDArray[np.float32]

FORMAT = 1
MODEL_NAME = "all-MiniLM-L6-v2"


def manifest_of(folder: Path) -> dict[str, object] | None:
    """The manifest of an intact prepared folder, else None."""
    path, graph = folder / "manifest.json", folder / "model.onnx"
    if not (path.is_file() and graph.is_file() and (folder / "tokenizer.json").is_file()):
        return None
    try:
        manifest: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return manifest if manifest.get("format") == FORMAT and manifest.get("source_sha256") == MODEL_SHA256 else None


class Embedder:
    """Text to vector. The vector of a text depends on that text and ``version`` alone, never on its neighbours."""

    def __init__(self, graph: Path, tokenizer: Path, version: str, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        # Texts run side by side, each on one core: for short texts faster than several cores per text.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(os.fspath(graph), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(os.fspath(tokenizer))
        self._tokenizer.enable_truncation(max_length=MAX_TOKENS)
        self._tokenizer.no_padding()
        self._threads = max(1, threads)
        self.version = version

    @classmethod
    def load(cls, folder: Path, threads: int = 2) -> Embedder | None:
        """The embedder of a prepared folder, or None where there is no (intact, known) model."""
        manifest = manifest_of(folder)
        if manifest is None:
            return None
        version = f"{MODEL_NAME}/int8/{str(manifest['graph_sha256'])[:12]}"
        return cls(folder / "model.onnx", folder / "tokenizer.json", version, threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 [n, 384], each row of length 1; a text without words gives a zero row. At most 256 tokens count.

        About 1 ms per ten words on one core. Equal texts of one call are computed once.
        """
        result = np.zeros((len(texts), WIDTH), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for index, text in enumerate(texts):
            if text.strip():
                places.setdefault(text, []).append(index)
        distinct = sorted(places, key=len, reverse=True)
        encoded = self._tokenizer.encode_batch(distinct)
        ids = [np.array(entry.ids, dtype=np.int64) for entry in encoded]
        if self._threads == 1 or len(ids) == 1:
            vectors = [self._run(entry) for entry in ids]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                vectors = list(pool.map(self._run, ids))
        for text, vector in zip(distinct, vectors, strict=True):
            result[places[text]] = vector
        return result

    def _run(self, ids: npt.NDArray[np.int64]) -> Vectors:
        (vector,) = self._session.run(["vector"], {"ids": ids})
        return np.asarray(vector, dtype=np.float32)
