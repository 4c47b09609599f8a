"""A feed that is read while it is brought in."""

from collections.abc import Callable, Iterable, Iterator

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, read_items


class FeedStream:
    """``postings`` gives each item once; ``refused`` and ``is_complete`` are known when it has ended."""

    def __init__(self, items: Iterable[object], read_one: Callable[[object], RawPosting | None]) -> None:
        self._items, self._read_one = items, read_one
        self.refused: list[tuple[str, str]] = []
        self.is_complete = False
        self.closed: frozenset[str] = frozenset()

    @property
    def postings(self) -> Iterator[RawPosting]:
        number = -1
        try:
            for number, item in enumerate(self._items):
                postings, refused = read_items([item], self._read_one)
                self.refused += [(f"item {number}", why) for _, why in refused]
                yield from postings
        except UnreadableError as error:
            if number < 0:
                raise
            self.refused.append((f"after item {number}", str(error)))
        else:
            self.is_complete = True

    def collected(self) -> Feed:
        """All of it at once."""
        postings = tuple(self.postings)
        return Feed(postings, tuple(self.refused), is_complete=self.is_complete)
