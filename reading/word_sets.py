"""How lists of words are written in this package."""


def word_set(text: str) -> frozenset[str]:
    """The blank-separated words of `text`: long lists stay readable, and a line of them short."""
    return frozenset(text.split())
