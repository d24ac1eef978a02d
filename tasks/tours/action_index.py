"""Actions found by their sentence, so that looking for one costs no walk through the document."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from tasks.tours.uses import Action


class ActionIndex:
    """The actions of one document by sentence.

    Args:
        actions: Actions in order of the text.
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        """Keep the actions in order of their sentences."""
        self._actions = sorted(actions, key=lambda action: action.sentence)
        self._sentences = [action.sentence for action in self._actions]

    def within(self, first: int, last: int) -> list[Action]:
        """The actions of a run of sentences.

        Args:
            first: Index of its first sentence.
            last: Index of its last one, included.

        Returns:
            The actions in order.
        """
        return self._actions[bisect_left(self._sentences, first) : bisect_right(self._sentences, last)]

    def backwards(self, last: int) -> Iterator[Action]:
        """The actions up to a sentence, the last one first.

        Args:
            last: Index of the sentence, included.

        Yields:
            The actions.
        """
        for number in range(bisect_right(self._sentences, last) - 1, -1, -1):
            yield self._actions[number]
