"""The sentence embedder: prepared once from the weights on disk, then run offline on the CPU."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from matching.embedding.graph import MAX_TOKENS, WIDTH, build_graph
from matching.embedding.weights import MODEL_SHA256, WrongWeightsError, read_weights, sha256_of

Vectors = npt.NDArray[np.float32]

FORMAT = 1
MODEL_NAME = "all-MiniLM-L6-v2"
LEAST_AGREEMENT = 0.98

SAMPLES = (
    "Registered nurse with five years on a surgical ward.",
    "Looks after patients in a hospital.",
    "Builds web services in Python and PostgreSQL.",
    "Backend developer, Django and SQL.",
    "Prepares the monthly accounts and reconciles the ledger.",
    "Drives a fork-lift truck in a warehouse.",
    "Bachelor's degree in computer science or a related field",
)
# Pairs of SAMPLES that mean nearly the same, and pairs that do not.
NEAR, FAR = ((0, 1), (2, 3)), ((0, 2), (1, 5), (3, 4))


def prepare(source_dir: Path, target_dir: Path) -> Path:
    """Make ``target_dir`` (int8 graph, tokenizer, manifest) from the folder that holds the original weights.

    Idempotent: an intact target is left alone. The folder appears in one rename, so that a reader never sees half of
    it. Raises WrongWeightsError if the weights are not the known file or the int8 graph disagrees with the float one.
    Costs about 10 s, 400 MB of memory and 25 MB of disk, once.
    """
    if _manifest(target_dir) is not None:
        return target_dir
    tensors = read_weights(source_dir / "model.safetensors")
    target_dir.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target_dir.name}-", dir=target_dir.parent))
    try:
        full, small = work / "full.onnx", work / "model.onnx"
        onnx.save(build_graph(tensors), full)
        # Seven bits: processors without VNNI would saturate at eight, and give other vectors for the same text.
        quantize_dynamic(
            full,
            small,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        shutil.copyfile(source_dir / "tokenizer.json", work / "tokenizer.json")
        agreement = _verify(
            Embedder(full, work / "tokenizer.json", "full"), Embedder(small, work / "tokenizer.json", "")
        )
        full.unlink()
        manifest = {
            "format": FORMAT,
            "model": MODEL_NAME,
            "source_sha256": MODEL_SHA256,
            "graph_sha256": sha256_of(small),
            "least_cosine_with_float32": round(agreement, 4),
        }
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _install(work, target_dir)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target_dir


def _install(work: Path, target_dir: Path) -> None:
    work.chmod(0o755)
    if target_dir.exists() and _manifest(target_dir) is None:
        shutil.rmtree(target_dir)
    try:
        work.rename(target_dir)
    except OSError:
        # Another process may have finished first; its result is as good.
        if _manifest(target_dir) is None:
            raise


def _manifest(folder: Path) -> dict[str, object] | None:
    """The manifest of an intact prepared folder, else None."""
    path, graph = folder / "manifest.json", folder / "model.onnx"
    if not (path.is_file() and graph.is_file() and (folder / "tokenizer.json").is_file()):
        return None
    try:
        manifest: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    return manifest if manifest.get("format") == FORMAT and manifest.get("source_sha256") == MODEL_SHA256 else None


def _verify(full: Embedder, small: Embedder) -> float:
    """The least cosine between both graphs' vectors of the samples."""
    exact, rounded = full.embed(SAMPLES), small.embed(SAMPLES)
    near = min(float(exact[a] @ exact[b]) for a, b in NEAR)
    far = max(float(exact[a] @ exact[b]) for a, b in FAR)
    agreement = float((exact * rounded).sum(axis=1).min())
    if near <= far:
        raise WrongWeightsError("the float graph puts unlike sentences nearer than like ones")
    if agreement < LEAST_AGREEMENT:
        raise WrongWeightsError(f"the int8 graph disagrees with the float one (cosine {agreement:.3f})")
    return agreement


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
        manifest = _manifest(folder)
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
