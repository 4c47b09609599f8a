"""Reading a safetensors file as plain data: a JSON header, then raw little-endian numbers."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

WIDTH = 384
MAX_TOKENS = 256
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class WrongWeightsError(ValueError):
    """The weights file is absent, damaged, or not the one this code was measured with."""


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_weights(path: Path, expected_sha256: str = MODEL_SHA256) -> dict[str, Array]:
    """All float32 tensors by name. Raises WrongWeightsError unless the file's sha256 is the expected one."""
    if not path.is_file():
        raise WrongWeightsError(f"no weights at {path}")
    if sha256_of(path) != expected_sha256:
        raise WrongWeightsError(f"{path.name} is not the file this code was measured with (sha256 differs)")
    with path.open("rb") as stream:
        (header_size,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(header_size))
        body = stream.read()
    tensors: dict[str, Array] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(body[start:end], dtype="<f4").reshape(entry["shape"])
    return tensors
