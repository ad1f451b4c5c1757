"""A web server on this machine with a certificate of its own, and rules by which it may be fetched from."""

import ipaddress
import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.fetching import Rules
from bot.fetching.addresses import Address
from tests.listening import listening_socket

HOST = "calendar.example"
HERE = ipaddress.ip_address("127.0.0.1")
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Served:
    """A server that runs. `asked` are the requests that reached it."""

    port: int
    trust: ssl.SSLContext
    asked: list[web.BaseRequest]

    def link(self, path: str = "/halls.ics") -> str:
        return f"https://{HOST}:{self.port}{path}"

    def rules(self, lookup: "Names | None" = None, *, seconds: float = 5, most_bytes: int = 100_000) -> Rules:
        """The usual rules, but for this server's port and address."""
        return Rules(
            is_allowed=is_here,
            port=self.port,
            seconds=seconds,
            most_bytes=most_bytes,
            lookup=lookup or Names(),
            trust=self.trust,
        )


class Names:
    """Says where hosts are: each time the next of the answers, the last for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers) or [[str(HERE)]]
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answer = self._answers[min(len(self.asked), len(self._answers)) - 1]
        if not answer:
            raise socket.gaierror("no such host")
        return answer


def is_here(address: Address) -> bool:
    return address == HERE


@asynccontextmanager
async def served(answer: Answer, host: str = HOST) -> AsyncGenerator[Served]:
    """A server that answers everything so, under a certificate for that host."""
    asked: list[web.BaseRequest] = []

    async def noted(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request)
        assert isinstance(request, web.Request)
        return await answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", noted)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    own, trust = _contexts(host)
    opened = listening_socket()
    await web.SockSite(runner, opened, ssl_context=own).start()
    try:
        yield Served(opened.getsockname()[1], trust, asked)
    finally:
        await runner.cleanup()


@lru_cache(maxsize=4)
def _contexts(host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows, and what trusts it."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("A throw-away authority", authority_key.public_key(), None, authority_key)
    shown = _certificate(host, key.public_key(), authority, authority_key)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(secret + shown.public_bytes(serialization.Encoding.PEM))
        own.load_cert_chain(file)
    trust = ssl.create_default_context(cadata=authority.public_bytes(serialization.Encoding.PEM).decode())
    return own, trust


def _certificate(
    name: str,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if issuer is None:
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
            encipher_only=False, decipher_only=False,
        )  # fmt: skip
        built = built.add_extension(usage, critical=True)
    else:
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return built.sign(issuer_key, hashes.SHA256())
