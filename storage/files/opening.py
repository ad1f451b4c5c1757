"""Opening a file that somebody names: its bytes, or the fault that a sentence can be made of."""

from pathlib import Path

from storage.files.outcomes import Fault, Unreadable, UnreadableError

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. The largest of the files that are read here, a whole election's candidates, has 1.5 MB."""


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """All of a file.

    Raises:
        UnreadableError: when it cannot be opened, has more than `most` bytes (or `LARGEST_FILE`), or none.
    """
    limit = LARGEST_FILE if most is None else most
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise UnreadableError(Unreadable(path.name or str(path), _fault_of(error))) from error
    if len(content) > limit:
        raise UnreadableError(too_large(path.name, limit))
    if not content:
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY))
    return content


def too_large(name: str, most: int) -> Unreadable:
    """That a file has more bytes than `most`."""
    return Unreadable(name, Fault.TOO_LARGE, expected=str(most // 1024 // 1024))


def _fault_of(error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Fault.MISSING
    if isinstance(error, IsADirectoryError):
        return Fault.DIRECTORY
    return Fault.NOT_PERMITTED if isinstance(error, PermissionError) else Fault.UNAVAILABLE
