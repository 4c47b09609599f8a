"""The vector without a model."""

import numpy as np

from matching.embedding.lexical import LexicalEmbedder


def test_shared_words_bring_texts_near():
    one, two, three = LexicalEmbedder().embed(["baker of rye bread", "rye bread bakery", "steel welding"])
    assert one @ two > 0.5 > abs(one @ three)


def test_vectors_have_length_one_or_none():
    vectors = LexicalEmbedder().embed(["bread", "the of and", ""])
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0])
    assert vectors.dtype == np.float32


def test_the_same_text_gives_the_same_vector():
    embedder = LexicalEmbedder()
    assert np.array_equal(embedder.embed(["bread"])[0], embedder.embed(["steel", "bread"])[1])
