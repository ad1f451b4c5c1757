"""Keeping posted cards current: one redraw per card at a time, at most one a second."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock, SystemClock
from bot.joining import joined
from bot.platform import Hanging, Platform, PlatformError, ReaderTraits, Trouble
from bot.reference import Reference
from bot.threads import DatabaseThreads
from handlers.cards import Card
from handlers.districts.subjects import HOME
from handlers.registry import Registry
from handlers.request import Scene
from storage import across, coalitions, members, posted_cards
from storage.across import Stale
from storage.coalitions import Platform as PlatformName
from storage.coalitions import WorkspaceKey
from storage.database import Database, Purpose
from storage.posted_cards import Remembered
from storage.tenancy import CoalitionSession

log = structlog.get_logger(__name__)

_LEASE_SECONDS = 30
_BATCH = 20
_BETWEEN = timedelta(seconds=1)
_AFTER_TROUBLE = timedelta(seconds=30)
_GONE = (Trouble.NO_MESSAGE, Trouble.NO_CHANNEL, Trouble.REFUSED)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A message as it is to look, and of which versions its other cards are in it, by their row's id."""

    workspace: WorkspaceKey
    card: Card | None
    reader: ReaderTraits
    others: Mapping[int, int]


class Redrawing:
    """Redraws cards whose rows have changed."""

    def __init__(
        self,
        database: Database,
        threads: DatabaseThreads,
        clock: Clock,
        registry: Registry,
        reference: Reference,
        platforms: Mapping[PlatformName, Platform],
    ) -> None:
        self._database = database
        self._threads = threads
        self._clock = clock
        self._real = SystemClock()
        self._registry = registry
        self._reference = reference
        self._platforms = platforms
        self._coalition_id = 0  # nobody's, until it is told whom to serve

    def serve(self, coalition_id: int) -> None:
        """Redraw this coalition's cards. Others in the database are not reached by this bot's token."""
        self._coalition_id = coalition_id

    async def redraw_stale(self) -> float | None:
        """Redraw what may be redrawn now; answers in how many seconds to come again, if anything waits."""
        while stale := await self._threads.run(self._take):
            await asyncio.gather(*(self._redraw_message(cards) for cards in _by_message(stale)))
        return await self._threads.run(self._wait)

    def _take(self) -> list[Stale]:
        with self._database.across_coalitions(Purpose.READ) as db:
            if not across.anything_stale(db, self._coalition_id):
                return []
        with self._database.across_coalitions() as db:
            return across.take_stale_cards(db, self._coalition_id, _LEASE_SECONDS, _BATCH)

    def _wait(self) -> float | None:
        with self._database.across_coalitions(Purpose.READ) as db:
            soonest = across.soonest_redraw(db, self._coalition_id)
        return None if soonest is None else max(0.05, (soonest - self._real.now()).total_seconds())

    async def _redraw_message(self, stale: Sequence[Stale]) -> None:
        """Redraw the cards of one message, one after the other, so that the last one has all of them."""
        for card in stale:
            await self._redraw(card)

    async def _redraw(self, stale: Stale) -> None:
        """Redraw one card. What goes wrong with it stays with it."""
        try:
            again = await self._tried(stale)
        except PlatformError as error:
            log.warning("a card could not be redrawn", code=error.code, kind=stale.kind)
            if error.trouble in _GONE:
                await self._threads.run(self._forget, stale)
                return
            again = timedelta(seconds=error.retry_after) if error.retry_after else _AFTER_TROUBLE
        except Exception:
            log.exception("a card could not be redrawn", kind=stale.kind, about=stale.about_id)
            again = _AFTER_TROUBLE
        if again is not None:
            await self._threads.run(self._put_off, stale, self._real.now() + again)

    async def _tried(self, stale: Stale) -> timedelta | None:
        """Redraw it; answers after how long to try again where its platform is not connected."""
        drawn = await self._threads.run(self._draw, stale)
        workspace, card = drawn.workspace, drawn.card
        platform = self._platforms.get(workspace.platform)
        if platform is None:
            return _AFTER_TROUBLE
        if card is None:
            await self._threads.run(self._forget, stale)
            return None
        if stale.kind == HOME:
            await platform.show_home(workspace, stale.channel, card, drawn.reader)
        else:
            await platform.redraw(workspace, Hanging(stale.channel, stale.message_id), card, drawn.reader)
        await self._threads.run(self._shown, stale, drawn.others)
        return None

    def _draw(self, stale: Stale) -> _Drawn:
        with self._database.across_coalitions(Purpose.READ) as db:
            workspace = across.workspace_with_id(db, stale.workspace_id)
        with self._database.transaction(stale.coalition_id, Purpose.READ) as db:
            coalition = coalitions.current(db)
            scene = Scene(db, coalition, self._reference.districts(db), self._clock.now())
            there = _there(db, stale)
            card = self._card(scene, there)
            reader = _reader(db, stale, coalition.timezone)
        return _Drawn(workspace, card, reader, _versions(there, stale))

    def _card(self, scene: Scene, there: Iterable[Remembered]) -> Card | None:
        """The whole message: the card, with those that were posted together with it."""
        cards = [
            card
            for one in there
            if (drawing := self._registry.cards.get(one.kind)) is not None
            and (card := drawing(scene, one.about_id)) is not None
        ]
        return joined(cards) if len(cards) > 1 else next(iter(cards), None)

    def _shown(self, stale: Stale, others: Mapping[int, int]) -> None:
        """It is shown as drawn, unless another card of the message has changed: another process may have
        shown that already, and what was drawn here before may have arrived after it."""
        again = self._real.now() + _BETWEEN
        with self._database.transaction(stale.coalition_id) as db:
            if _versions(_there(db, stale), stale) == others:
                posted_cards.redrawn(db, stale.id, stale.version, again)
            else:
                posted_cards.put_off(db, stale.id, again)

    def _forget(self, stale: Stale) -> None:
        with self._database.transaction(stale.coalition_id) as db:
            posted_cards.forget(db, stale.id)

    def _put_off(self, stale: Stale, again: datetime) -> None:
        with self._database.transaction(stale.coalition_id) as db:
            posted_cards.put_off(db, stale.id, again)


def _there(db: CoalitionSession, stale: Stale) -> Sequence[Remembered]:
    return posted_cards.at_message(db, stale.workspace_id, stale.channel, stale.message_id)


def _versions(there: Iterable[Remembered], stale: Stale) -> Mapping[int, int]:
    """Which version is wanted of each other card in its message."""
    return {one.id: one.wanted_version for one in there if one.id != stale.id}


def _by_message(stale: Iterable[Stale]) -> Iterable[Sequence[Stale]]:
    messages: defaultdict[tuple[int, str, str], list[Stale]] = defaultdict(list)
    for card in stale:
        messages[card.workspace_id, card.channel, card.message_id].append(card)
    return messages.values()


def _reader(db: CoalitionSession, stale: Stale, zone: str) -> ReaderTraits:
    """Who reads it: a channel, or the one person whose page it is."""
    member = members.with_id(db, stale.about_id) if stale.kind == HOME else None
    return ReaderTraits(member.locale, member.timezone or zone) if member else ReaderTraits(None, zone)
