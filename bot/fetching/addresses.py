"""Which addresses are on the public internet, and finding those of a name.

Whoever gives a link must not reach through the bot what only the bot's own network reaches: its host, the
machines beside it, a cloud's metadata at 169.254.169.254.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

Address: TypeAlias = IPv4Address | IPv6Address
Lookup: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Answers the addresses of a host, for a port; raises OSError for a host that there is not."""

_TRANSLATED = tuple(
    IPv6Network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)
"""Networks whose addresses lead to an IPv4 address, public or not: NAT64, 6to4, Teredo, the oldest."""


class NotPublicError(OSError):
    """A host has an address that must not be connected to."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and leads to no other."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id is not None or address.is_site_local:
            return False
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def written_address(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


async def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(place[0]) for *_, place in found]


class CheckedResolver(AbstractResolver):
    """Resolves for a connection: what it answers was checked, and is what gets connected to.

    A name that has any address which is not allowed has none: who answers both means one of them.
    """

    def __init__(self, lookup: Lookup, is_allowed: Callable[[Address], bool]) -> None:
        self._lookup = lookup
        self._is_allowed = is_allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host.

        Raises:
            NotPublicError: when one of them is not allowed.
            OSError: when there are none.
        """
        addresses = [ip_address(found) for found in dict.fromkeys(await self._lookup(host, port))]
        if not addresses:
            raise OSError("no address")
        if not all(map(self._is_allowed, addresses)):
            raise NotPublicError("an address that is not public")
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """There is nothing to close."""
