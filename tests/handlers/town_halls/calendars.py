"""A calendar of town halls on the web, as its owner changes it, and the bot that reads it."""

from datetime import timedelta

from bot.fetching import Fetched, NotFetched, NotModified
from bot.town_hall_calendars import TownHallCalendars
from tests.handlers.seeing import with_words
from tests.workspace import ANA, Workspace

LINK = "https://calendar.example.org/secret-3f9/town-halls.ics"


class Calendar:
    """A calendar on the web, as its owner changes it, and the bot that reads it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.events: list[str] = []
        self.content: bytes | None = None
        self.elsewhere: dict[str, list[str]] = {}
        self.outcome: NotFetched | NotModified | None = None
        self.asked: list[tuple[str, str]] = []
        runtime = workspace.runtime
        self.reading = TownHallCalendars(
            runtime.database, runtime.threads, runtime.clock, runtime.reference, self._fetch
        )
        self.reading.serve(workspace.coalition_id)
        runtime.town_hall_calendars.serve(0)  # by itself it would look for the link in the real world

    def subscribe(self, link: str, *events: str) -> None:
        """Subscribe to a second calendar, with these events."""
        self.elsewhere[link] = [*events]
        self.workspace.type(f"/town-hall subscribe {link}")

    async def _fetch(self, link: str, etag: str, last_modified: str) -> Fetched | NotFetched | NotModified:
        del last_modified
        self.asked.append((link, etag))
        content = self.content or self.written(*self.elsewhere.get(link, self.events))
        return self.outcome or Fetched(content, f"v{len(self.asked)}", "")

    def written(self, *events: str) -> bytes:
        """A file with these events."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]
        return "\r\n".join(lines).encode()

    def read(self) -> None:
        """Have it read now, and all said that comes of it."""
        self.workspace.run(self.reading.read_due())
        self.workspace.settle()

    def read_again(self) -> None:
        """The same half an hour later."""
        self.workspace.advance(minutes=31)
        self.read()

    def event(self, uid: str = "one", days: int = 9, hour: int = 18, **more: str) -> str:
        """A town hall with Jane Doe on that day."""
        return self.event_with(more, uid, days, hour)

    def event_with(self, more: dict[str, str], uid: str = "one", days: int = 9, hour: int = 18) -> str:
        """The same, with further or other properties."""
        day = (self.workspace.runtime.clock.now() + timedelta(days=days)).date()
        fields = {
            "UID": uid,
            "DTSTART;TZID=America/New_York": f"{day:%Y%m%d}T{hour:02}3000",
            "DTEND;TZID=America/New_York": f"{day:%Y%m%d}T{hour + 1:02}3000",
            "SUMMARY": "Town Hall with Jane Doe (PA-07)",
            "LOCATION": "Town Library",
            **more,
        }
        return "\r\n".join(
            ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in fields.items()), "END:VEVENT"]
        )


def trust(workspace: Workspace) -> None:
    workspace.press("Trust this source", with_words(workspace, "Read: calendar.example.org", ANA))
    workspace.settle()
