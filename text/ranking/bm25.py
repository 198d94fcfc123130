"""Ranking of a few thousand small documents that are in memory."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence


class BM25:
    """Scores documents against queries with Okapi BM25.

    Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
    the idf of Lucene's BM25Similarity, `ln(1 + (N - n + 0.5) / (n + 0.5))`, which is never negative; k1 and b
    are Lucene's too.

    Args:
        documents: The terms of each document, in any order.
        k1: How slowly the count of a term saturates.
        b: How much long documents are held back, from 0 to 1.
    """

    def __init__(self, documents: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75) -> None:
        self._size = len(documents)
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        mean_length = sum(map(len, documents)) / self._size if documents else 0.0
        for index, document in enumerate(documents):
            length = len(document) / mean_length if mean_length else 0.0
            held_back = k1 * (1 - b + b * length)
            for term, count in Counter(document).items():
                self._postings[term].append((index, count * (k1 + 1) / (count + held_back)))

    def idf(self, term: str) -> float:
        """Return how rare `term` is: about 0 for a term of every document, highest for one of none."""
        containing = len(self._postings.get(term, ()))
        return math.log(1 + (self._size - containing + 0.5) / (containing + 0.5))

    def scores(self, query: Sequence[str]) -> list[float]:
        """Return the score of each document, in their order; 0 where it shares no term with `query`."""
        result = [0.0] * self._size
        for term, count in Counter(query).items():
            weight = count * self.idf(term)
            for index, saturated in self._postings.get(term, ()):
                result[index] += weight * saturated
        return result
