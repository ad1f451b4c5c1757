"""Opening a file that somebody names: its bytes, or the fault that a sentence can be made of."""

from pathlib import Path

from storage.files.outcomes import Fault, Unreadable, UnreadableError

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. The largest of the files that are read here, a whole election's candidates, has 1.5 MB."""


def read_bytes(path: Path) -> bytes:
    """All of a file.

    Raises:
        UnreadableError: when it cannot be opened, is larger than `LARGEST_FILE`, or is empty.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableError(Unreadable(path.name or str(path), _fault_of(error))) from error
    if len(content) > LARGEST_FILE:
        raise UnreadableError(Unreadable(path.name, Fault.TOO_LARGE))
    if not content:
        raise UnreadableError(Unreadable(path.name, Fault.EMPTY))
    return content


def _fault_of(error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Fault.MISSING
    if isinstance(error, IsADirectoryError):
        return Fault.DIRECTORY
    return Fault.NOT_PERMITTED if isinstance(error, PermissionError) else Fault.UNAVAILABLE
