"""The scoring engine of this process: vocabulary, embedding model and version in one place, loaded once."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from matching import core
from matching.embedding.model import Embedder
from reading.vocabulary import Vocabulary, default_vocabulary


@lru_cache(maxsize=1)
def embedder() -> Embedder | None:
    """The sentence model, or None where its files are absent: then matching is lexical, and says so."""
    return Embedder.load(settings.EMBEDDING_MODEL_DIR)


def embed() -> core.Embed | None:
    """Texts to vectors, or None without the model."""
    model = embedder()
    return model.embed if model else None


def vocabulary() -> Vocabulary:
    return default_vocabulary()


@lru_cache(maxsize=1)
def version() -> str:
    """Changes whenever the same texts could get another score: then everything is stale and flows again."""
    model = embedder()
    return f"{core.ENGINE_VERSION}.{vocabulary().version[:8]}.{model.version[-12:] if model else 'lexical'}"


@lru_cache(maxsize=1)
def code() -> str:
    """Of the modules that compile things for scoring: what was compiled by other code is not read."""
    digest = hashlib.sha256()
    for path in sorted(Path(core.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def is_lexical() -> bool:
    return embedder() is None
