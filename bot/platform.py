"""What the bot needs of a chat platform to say something by itself, and how that can fail."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.cards import Card
from storage.coalitions import WorkspaceKey
from storage.members import Outsider


class Trouble(StrEnum):
    """What a failed call means for what comes next."""

    RATE_LIMITED = "rate_limited"
    """Not accepted; again after `retry_after` seconds."""
    NOT_IN_CHANNEL = "not_in_channel"
    """The bot must be invited first."""
    NO_CHANNEL = "no_channel"
    """The channel is gone, archived, or closed to the bot."""
    NO_MESSAGE = "no_message"
    """The message is gone, or is not the bot's."""
    NO_THREAD = "no_thread"
    """The message that the thread is below is gone."""
    REVOKED = "revoked"
    """The bot was removed or its token withdrawn."""
    REFUSED = "refused"
    """The platform says no and would again: our payload or a missing permission."""
    UNREACHED = "unreached"
    """It has not arrived: there was no connection. Again later."""
    UNCERTAIN = "uncertain"
    """It may or may not have arrived: time-out, dropped connection, the platform's own fault."""


NO_ANSWER = frozenset({Trouble.UNREACHED, Trouble.UNCERTAIN})
"""Nothing was said to the call, whether it has arrived or not."""


class PlatformError(Exception):
    """A call that failed. `code` is the platform's own word for it; `retry_after` in seconds."""

    def __init__(self, trouble: Trouble, code: str, retry_after: float = 0.0) -> None:
        super().__init__(f"{trouble.value}: {code}")
        self.trouble = trouble
        self.code = code
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Hanging:
    """Where a message came to hang."""

    channel: str
    message_id: str


@dataclass(frozen=True, slots=True)
class ReaderTraits:
    """What is known of the reader: language tag and IANA zone; the coalition's where it is a channel."""

    locale: str | None
    timezone: str


@dataclass(frozen=True, slots=True)
class PersonTold:
    """A person as the platform tells. `rules` is whether they own or administer the workspace, `outsider` why
    they can take no part, if they can't."""

    name: str
    timezone: str | None
    locale: str | None
    rules: bool
    outsider: Outsider | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message goes, and the mark that tells it from all others.

    A person's user id as `channel` means a direct message. The mark is seen by whoever may read the
    message's data: it says nothing.
    """

    channel: str
    thread: str | None
    mark: str


class Platform(Protocol):
    """One chat platform. Every method makes one call, tries once, and raises PlatformError."""

    async def post(self, workspace: WorkspaceKey, place: Spot, card: Card, reader: ReaderTraits) -> Hanging:
        """Post a card, marked so that it can be found again."""
        ...

    async def find(self, workspace: WorkspaceKey, place: Spot, since: datetime) -> Hanging | None:
        """Where the bot's message of that mark hangs that was posted since then; None when it does not.

        Raises:
            PlatformError: REFUSED where the bot may not look.
        """
        ...

    async def redraw(
        self, workspace: WorkspaceKey, hanging: Hanging, card: Card, reader: ReaderTraits
    ) -> None:
        """Replace a posted card."""
        ...

    async def show_home(self, workspace: WorkspaceKey, user: str, card: Card, reader: ReaderTraits) -> None:
        """Show a person their page; a platform without such pages does nothing."""
        ...

    async def person(self, workspace: WorkspaceKey, user: str) -> PersonTold:
        """Look a person up."""
        ...
