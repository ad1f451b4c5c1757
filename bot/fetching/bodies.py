"""Reading an answer's body, unpacked, up to a size: also of one that unpacks to a thousand times as much."""

import zlib
from collections.abc import AsyncIterator, Callable

_EITHER_HEADER = zlib.MAX_WBITS | 32
"""Of gzip, or of zlib."""


class TooLargeError(Exception):
    """A body is larger than it may be."""


class BadBodyError(Exception):
    """A body cannot be unpacked, or is packed in a way that was not asked for."""


async def read_body(pieces: AsyncIterator[bytes], encoding: str, most: int) -> bytes:
    """All of a body that is packed as `encoding` says, in the words of Content-Encoding.

    Raises:
        TooLargeError: as soon as it has more than `most` bytes, packed or unpacked.
        BadBodyError: when it cannot be unpacked.
    """
    unpack = _unpacking(encoding.strip().lower())
    body = bytearray()
    packed = 0
    async for piece in pieces:
        packed += len(piece)
        body += unpack(piece, most + 1 - len(body))
        if len(body) > most or packed > most:
            raise TooLargeError
    return bytes(body)


def _unpacking(encoding: str) -> Callable[[bytes, int], bytes]:
    """Unpacks piece by piece, never to more than the number of bytes that it is given."""
    if encoding in ("", "identity"):
        return lambda piece, most: piece[:most]
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BadBodyError
    stream = zlib.decompressobj(_EITHER_HEADER)

    def unpack(piece: bytes, most: int) -> bytes:
        try:
            return stream.decompress(piece, most)
        except zlib.error as error:
            raise BadBodyError from error

    return unpack
