"""The MiniLM encoder as an ONNX graph: one text in (token ids), one normalised mean-pooled vector out.

The graph takes a single unpadded text. Dynamic quantisation scales each activation tensor by its own range, so in a
batch the vector of a text would depend on its neighbours; one text per run makes it a function of the text alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from matching.embedding.weights import MAX_TOKENS, WIDTH, Array

LAYERS = 6
HEADS = 12
OPSET = 17
IR_VERSION = 9
EPSILON = 1e-12


class GraphBuilder:
    """Collects nodes and constants; every method returns the name of the value it made."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, source: str, name: str, weight: Array, bias: Array) -> str:
        """``source @ weight.T + bias`` for a weight stored as [out, in]."""
        product = self.add("MatMul", [source, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.add("Add", [product, self.constant(f"{name}.bias", bias)], f"{name}.out")

    def layer_norm(self, source: str, name: str, scale: Array, bias: Array) -> str:
        inputs = [source, self.constant(f"{name}.scale", scale), self.constant(f"{name}.bias", bias)]
        return self.add("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=EPSILON)


def build_graph(tensors: dict[str, Array]) -> onnx.ModelProto:
    """Input ``ids`` int64 [n], n <= 256, with [CLS] and [SEP]; output ``vector`` float32 [384] of length 1.

    The word table is stored as int8 with one scale per word: half of the file, and no visible loss.
    """
    graph = GraphBuilder()
    hidden = _embeddings(graph, tensors)
    for number in range(LAYERS):
        hidden = _layer(graph, tensors, hidden, number)
    pooled = graph.add("ReduceMean", [hidden], "pooled", axes=[0], keepdims=0)
    graph.add("LpNormalization", [pooled], "vector", axis=-1, p=2)
    proto = helper.make_graph(
        graph.nodes,
        "minilm",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [WIDTH])],
        graph.constants,
    )
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: GraphBuilder, tensors: dict[str, Array]) -> str:
    table = tensors["embeddings.word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127.0
    scale[scale == 0] = 1.0
    rounded = np.rint(table / scale).astype(np.int8)
    rows = graph.add("Gather", [graph.constant("words", rounded), "ids"], "words.rows")
    scales = graph.add("Gather", [graph.constant("words.scale", scale.astype(np.float32)), "ids"], "words.row_scales")
    words = graph.add("Mul", [graph.add("Cast", [rows], "words.float", to=TensorProto.FLOAT), scales], "words.out")
    # Every text is one segment, so the first segment vector is folded into the positions.
    positions = tensors["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    positions = positions + tensors["embeddings.token_type_embeddings.weight"][0]
    length = graph.add("Shape", ["ids"], "length")
    zero, axis = graph.constant("zero", np.array([0])), graph.constant("axis", np.array([0]))
    places = graph.add("Slice", [graph.constant("positions", positions), zero, length, axis], "positions.rows")
    summed = graph.add("Add", [words, places], "embeddings.sum")
    prefix = "embeddings.LayerNorm"
    return graph.layer_norm(summed, "embeddings.norm", tensors[f"{prefix}.weight"], tensors[f"{prefix}.bias"])


def _layer(graph: GraphBuilder, tensors: dict[str, Array], hidden: str, number: int) -> str:
    prefix, name = f"encoder.layer.{number}", f"layer{number}"

    def pair(part: str) -> tuple[Array, Array]:
        return tensors[f"{prefix}.{part}.weight"], tensors[f"{prefix}.{part}.bias"]

    projections = [pair(f"attention.self.{part}") for part in ("query", "key", "value")]
    weight = np.concatenate([w for w, _ in projections])
    bias = np.concatenate([b for _, b in projections])
    # The usual division by the square root of the head width happens here, once, in the query's weights.
    weight[:WIDTH] /= np.sqrt(WIDTH // HEADS)
    bias[:WIDTH] /= np.sqrt(WIDTH // HEADS)
    joined = graph.linear(hidden, f"{name}.qkv", weight, bias)
    shape = graph.constant(f"{name}.shape", np.array([0, 3, HEADS, WIDTH // HEADS]))
    split = graph.add("Reshape", [joined, shape], f"{name}.split")
    # [n, 3, heads, width] -> [3, heads, n, width]
    ordered = graph.add("Transpose", [split], f"{name}.ordered", perm=[1, 2, 0, 3])
    parts = [
        graph.add("Gather", [ordered, graph.constant(f"{name}.pick{i}", np.array(i))], f"{name}.part{i}", axis=0)
        for i in range(3)
    ]
    keys = graph.add("Transpose", [parts[1]], f"{name}.keys", perm=[0, 2, 1])
    scores = graph.add("MatMul", [parts[0], keys], f"{name}.scores")
    attention = graph.add("Softmax", [scores], f"{name}.attention", axis=-1)
    mixed = graph.add("MatMul", [attention, parts[2]], f"{name}.mixed")
    merged = graph.add("Transpose", [mixed], f"{name}.merged", perm=[1, 0, 2])
    flat = graph.add("Reshape", [merged, graph.constant(f"{name}.flat", np.array([0, WIDTH]))], f"{name}.flattened")
    attended = graph.linear(flat, f"{name}.attended", *pair("attention.output.dense"))
    first = graph.add("Add", [attended, hidden], f"{name}.residual1")
    middle = graph.layer_norm(first, f"{name}.norm1", *pair("attention.output.LayerNorm"))
    wide = graph.linear(middle, f"{name}.wide", *pair("intermediate.dense"))
    narrow = graph.linear(_gelu(graph, wide, name), f"{name}.narrow", *pair("output.dense"))
    second = graph.add("Add", [narrow, middle], f"{name}.residual2")
    return graph.layer_norm(second, f"{name}.norm2", *pair("output.LayerNorm"))


def _gelu(graph: GraphBuilder, source: str, name: str) -> str:
    root = graph.constant(f"{name}.root2", np.array(np.sqrt(2.0), dtype=np.float32))
    one = graph.constant(f"{name}.one", np.array(1.0, dtype=np.float32))
    half = graph.constant(f"{name}.half", np.array(0.5, dtype=np.float32))
    scaled = graph.add("Div", [source, root], f"{name}.gelu_scaled")
    shifted = graph.add("Add", [graph.add("Erf", [scaled], f"{name}.gelu_erf"), one], f"{name}.gelu_shifted")
    return graph.add("Mul", [graph.add("Mul", [source, shifted], f"{name}.gelu_product"), half], f"{name}.gelu")
