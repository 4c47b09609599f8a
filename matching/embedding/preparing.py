"""Making the int8 graph that ``model`` runs, once, from the original weights. Needs onnx, which running does not."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from matching.embedding.graph import build_graph
from matching.embedding.model import FORMAT, MODEL_NAME, Embedder, manifest_of
from matching.embedding.weights import MODEL_SHA256, WrongWeightsError, read_weights, sha256_of

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
    if manifest_of(target_dir) is not None:
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
    if target_dir.exists() and manifest_of(target_dir) is None:
        shutil.rmtree(target_dir)
    try:
        work.rename(target_dir)
    except OSError:
        # Another process may have finished first; its result is as good.
        if manifest_of(target_dir) is None:
            raise


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
