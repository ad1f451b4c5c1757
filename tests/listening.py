"""A port to serve on, as the bot itself opens it."""

import socket


def listening_socket() -> socket.socket:
    """A socket on a free port of this machine. Named TCP outright: asyncio sends at once only then."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.bind(("127.0.0.1", 0))
    opened.listen(256)
    return opened
