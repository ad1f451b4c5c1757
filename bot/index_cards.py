"""The index cards of a town hall's askers over HTTP, as a PDF to print.

The link alone opens it, so its token is a secret: nothing here logs it, and a wrong one is answered like
an address that there is not.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.reference import Reference
from bot.slack.wording import Reader, to_plain
from bot.threads import DatabaseThreads
from bot.translation import Languages
from handlers.cards import Note
from handlers.request import Scene
from handlers.town_halls.index_cards import ENDING, PATH
from handlers.town_halls.wording import advice, headline, is_link, what
from storage import across, coalitions, members
from storage.database import Database, Purpose
from storage.files.index_cards import IndexCard, index_cards
from storage.tenancy import CoalitionSession
from storage.town_halls import askers, town_halls
from storage.town_halls.town_halls import Described

_KEPT_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is printed."""

    title: str
    cards: Sequence[IndexCard]
    made_at: datetime


class IndexCardPages:
    """Answers who has a link with the cards of its event, as they are now."""

    def __init__(
        self,
        database: Database,
        threads: DatabaseThreads,
        clock: Clock,
        reference: Reference,
        languages: Languages,
    ) -> None:
        self._database = database
        self._threads = threads
        self._clock = clock
        self._reference = reference
        self._languages = languages

    @property
    def route(self) -> Route:
        """Where the cards are, for GET and HEAD."""
        return Route(f"{PATH}{{token}}{ENDING}", self._answer, methods=["GET", "HEAD"])

    async def _answer(self, request: Request) -> Response:
        found = await self._threads.run(self._read, request.path_params["token"])
        if found is None:
            return PlainTextResponse("Not Found", 404)
        file = await asyncio.to_thread(index_cards, found.title, found.cards, found.made_at)
        headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
        return Response(file, headers=headers, media_type="application/pdf")

    def _read(self, token: str) -> _Sheet | None:
        with self._database.across_coalitions(Purpose.READ) as db:
            owner = across.find_index_cards(db, token)
        if owner is None:
            return None
        with self._database.transaction(owner.coalition_id, Purpose.READ) as db:
            return self._sheet(db, owner.town_hall_id, owner.made_by_id)

    def _sheet(self, db: CoalitionSession, town_hall_id: int, made_by_id: int) -> _Sheet | None:
        now = self._clock.now()
        event = town_halls.with_id(db, town_hall_id)
        if event is None or not event.is_on or event.told.meeting.ends_at + _KEPT_AFTER <= now:
            return None
        coalition = coalitions.current(db)
        scene = Scene(db, coalition, self._reference.districts(db), now)
        printed_by = members.with_id(db, made_by_id)
        language = self._languages.language(printed_by.locale if printed_by else None)
        reader = Reader(0, language, event.told.meeting.zone)
        title = to_plain(what(scene, event.told), reader)
        occasion = headline(scene, _on_paper(event.told))
        notes = [to_plain(one.text, reader) for one in advice(event.told) if isinstance(one, Note)]
        found = askers.of_events(db, [event.id])[event.id]
        people = members.people(db, [one.member_id for one in found])
        cards = [
            IndexCard(
                people[one.member_id].name, one.given.words, to_plain(occasion, reader), " ".join(notes)
            )
            for one in found
        ]
        return _Sheet(title, cards, now)


def _on_paper(told: Described) -> Described:
    """Without a place that is an address to press."""
    return replace(told, place="") if is_link(told.place) else told
