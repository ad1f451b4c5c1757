"""What the page shows to one acting member: the workspace's state, arranged for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.sandbox.model import SLACKBOT_ID, ChannelKind, ShortcutKind
from bot.sandbox.page.hint import FIRST_CHANNEL, FIRST_COMMAND, Hint, first_channel, hint_of
from bot.sandbox.page.reader import Reader, clock_time
from bot.sandbox.people_json import (
    ChannelJson,
    CommandJson,
    MessageJson,
    ShortcutJson,
    StateJson,
    UserJson,
    ViewJson,
)

SHOWN_AT_FIRST: Final = 150
_HUES: Final = 6
_DIRECT: Final = ChannelKind.DIRECT.value
_SAME_BREATH: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the acting member looks: the address line of the page. All ids may be empty or unknown."""

    user_id: str = ""
    channel_id: str = ""
    thread_ts: str = ""
    tab: str = ""
    draft: str = ""
    earlier: str = ""
    is_direct: bool = False

    def link(self, **changes: str) -> str:
        """The address of this place with some of it changed; what is emptied leaves the address."""
        parts = {
            "as": self.user_id,
            "channel": self.channel_id,
            "thread": self.thread_ts,
            "tab": self.tab,
            "earlier": self.earlier,
        }
        asked = {name: value for name, value in {**parts, **changes}.items() if value}
        return f"/?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Author:
    """A face beside a message or in the sidebar. `hue` chooses one of the avatar colours."""

    id: str
    name: str
    initials: str
    hue: str
    is_bot: bool


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody one can act as."""

    face: Author
    city: str
    local_time: str
    unread: int
    is_me: bool
    link: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in the sidebar."""

    id: str
    name: str
    is_direct: bool
    unread: int
    is_open: bool
    link: str


@dataclass(frozen=True, slots=True)
class Row:
    """A message in a list. `day` is set on the first of a day, `is_continued` where the author goes on."""

    message: MessageJson
    author: Author
    time: str
    moment: str
    day: str
    is_continued: bool
    replied: str
    faces: tuple[Author, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """The pane beside the messages."""

    root: Row
    replies: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the templates draw."""

    place: Place
    reader: Reader
    team: str
    me: Author
    bot: Author
    actors: tuple[Actor, ...]
    channels: tuple[Entry, ...]
    directs: tuple[Entry, ...]
    current: Entry
    bot_is_member: bool
    rows: tuple[Row, ...]
    hidden_count: int
    thread: Thread | None
    views: tuple[ViewJson, ...]
    home: ViewJson | None
    commands: tuple[CommandJson, ...]
    global_shortcuts: tuple[ShortcutJson, ...]
    message_shortcuts: tuple[ShortcutJson, ...]
    hint: Hint
    first_link: str
    next_actor: Actor
    today: str
    time: str
    next_due: str
    version: int


def draw(states: Mapping[str, StateJson], asked: Place, next_due: datetime | None = None) -> Scene:
    """Arrange the state of the member asked for; `states` holds one for each person, by id.

    `next_due` is the instant of the next thing the bot will say, None when nothing is due.

    An unknown member, channel or thread falls back to the first person, #campaign and no thread.
    """
    state = states.get(asked.user_id) or next(iter(states.values()))
    faces = {user["id"]: _author(number, user) for number, user in enumerate(state["users"])}
    bot = next(face for face in faces.values() if face.is_bot)
    reader = _reader(state)
    channel = _channel(state, asked.channel_id)
    place = Place(
        user_id=state["me"]["id"],
        channel_id=channel["id"],
        thread_ts=asked.thread_ts,
        tab=asked.tab if channel["kind"] == _DIRECT else "",
        draft=asked.draft,
        earlier=asked.earlier,
        is_direct=channel["kind"] == _DIRECT,
    )
    entries = _entries(state, place)
    shown = channel["messages"] if place.earlier else channel["messages"][-SHOWN_AT_FIRST:]
    first = first_channel(state) or channel
    here = reader.local(reader.now)
    actors = _actors(states, place, faces, reader.now)
    return Scene(
        place=place,
        reader=reader,
        team=state["team"],
        me=faces[place.user_id],
        bot=bot,
        actors=actors,
        channels=tuple(entry for entry in entries if not entry.is_direct),
        directs=tuple(entry for entry in entries if entry.is_direct),
        current=next(entry for entry in entries if entry.is_open),
        bot_is_member=channel["bot_is_member"],
        rows=tuple(_rows(shown, reader, faces)),
        hidden_count=len(channel["messages"]) - len(shown),
        thread=_thread(channel, place.thread_ts, reader, faces),
        views=tuple(state["views"]),
        home=state["home"],
        commands=tuple(state["commands"]),
        global_shortcuts=tuple(each for each in state["shortcuts"] if each["kind"] == ShortcutKind.GLOBAL),
        message_shortcuts=tuple(each for each in state["shortcuts"] if each["kind"] == ShortcutKind.MESSAGE),
        hint=hint_of(state, states),
        first_link=place.link(channel=first["id"], thread="", tab="", draft=FIRST_COMMAND),
        next_actor=next((actor for actor in actors if not actor.is_me), actors[0]),
        today=f"{here:%A}, {here:%B} {here.day}",
        time=clock_time(here),
        next_due=reader.date(next_due, "{date_long_pretty}, {time}") if next_due else "",
        version=state["version"],
    )


def _reader(state: StateJson) -> Reader:
    names = {user["id"]: user["real_name"] or user["name"] for user in state["users"]}
    return Reader(
        user_id=state["me"]["id"],
        zone=ZoneInfo(state["me"]["tz"]),
        now=datetime.fromisoformat(state["now"]),
        people=names | {SLACKBOT_ID: state["team"]},
        channels={each["id"]: each["name"] for each in state["channels"] if each["kind"] != _DIRECT},
    )


def _author(number: int, user: UserJson) -> Author:
    name = user["real_name"] or user["name"]
    words = name.split()
    initials = "".join(word[0] for word in (words[0], *words[1:][-1:])) if words else "?"
    hue = "bot" if user["is_bot"] else str(number % _HUES)
    return Author(user["id"], name, initials.upper(), hue, user["is_bot"])


def _actors(
    states: Mapping[str, StateJson], place: Place, faces: Mapping[str, Author], now: datetime
) -> tuple[Actor, ...]:
    return tuple(
        Actor(
            face=faces[user_id],
            city=state["me"]["tz"].rpartition("/")[2].replace("_", " "),
            local_time=clock_time(now.astimezone(ZoneInfo(state["me"]["tz"]))),
            unread=sum(channel["unread"] for channel in state["channels"]),
            is_me=user_id == place.user_id,
            link=_same_place(state, place, user_id),
        )
        for user_id, state in states.items()
    )


def _same_place(state: StateJson, place: Place, user_id: str) -> str:
    """The same channel as another member; somebody else's direct messages become the member's own."""
    if any(channel["id"] == place.channel_id for channel in state["channels"]):
        return Place(user_id, place.channel_id, place.thread_ts).link()
    if place.is_direct:
        direct = next((channel["id"] for channel in state["channels"] if channel["kind"] == _DIRECT), "")
        return Place(user_id, direct, tab=place.tab).link()
    return Place(user_id).link()


def _channel(state: StateJson, channel_id: str) -> ChannelJson:
    asked = [channel for channel in state["channels"] if channel["id"] == channel_id]
    usual = [channel for channel in state["channels"] if channel["name"] == FIRST_CHANNEL]
    return (asked or usual or state["channels"])[0]


def _entries(state: StateJson, place: Place) -> list[Entry]:
    return [
        Entry(
            id=channel["id"],
            name=channel["name"],
            is_direct=channel["kind"] == _DIRECT,
            unread=channel["unread"],
            is_open=channel["id"] == place.channel_id,
            link=Place(place.user_id, channel["id"]).link(),
        )
        for channel in state["channels"]
    ]


def _rows(messages: Iterable[MessageJson], reader: Reader, faces: Mapping[str, Author]) -> Iterable[Row]:
    before: MessageJson | None = None
    for message in messages:
        moment = _moment(message, reader)
        earlier = _moment(before, reader) if before else None
        is_new_day = earlier is None or earlier.date() != moment.date()
        yield Row(
            message=message,
            author=_writer(message, reader, faces),
            time=clock_time(moment),
            moment=moment.isoformat(),
            day=_day(moment, reader) if is_new_day else "",
            is_continued=not is_new_day and before is not None and _goes_on(before, message),
            replied=_replied(message, reader),
            faces=tuple(
                {reply["user"]: _writer(reply, reader, faces) for reply in message["replies"]}.values()
            )[:4],
        )
        before = message


def _writer(message: MessageJson, reader: Reader, faces: Mapping[str, Author]) -> Author:
    if message["origin"] == "workspace" or message["user"] not in faces or message["user"] == SLACKBOT_ID:
        return Author(SLACKBOT_ID, reader.person(SLACKBOT_ID), "•", "workspace", is_bot=False)
    return faces[message["user"]]


def _goes_on(before: MessageJson, message: MessageJson) -> bool:
    return (
        before["user"] == message["user"]
        and before["origin"] == message["origin"]
        and before["ephemeral"] == message["ephemeral"]
        and not before["replies"]
        and timedelta(seconds=float(message["ts"]) - float(before["ts"])) < _SAME_BREATH
    )


def _moment(message: MessageJson, reader: Reader) -> datetime:
    return reader.local(datetime.fromtimestamp(float(message["ts"]), UTC))


def _day(moment: datetime, reader: Reader) -> str:
    days = (reader.local(reader.now).date() - moment.date()).days
    named = {0: "Today", 1: "Yesterday"}.get(days)
    return named or f"{moment:%A}, {moment:%B} {moment.day}"


def _replied(message: MessageJson, reader: Reader) -> str:
    count = len(message["replies"])
    if not count:
        return ""
    last = _moment(message["replies"][-1], reader)
    when = reader.date(last, "{date_long_pretty} at {time}")
    return f"{count} {'reply' if count == 1 else 'replies'}, last {when}"


def _thread(
    channel: ChannelJson, thread_ts: str, reader: Reader, faces: Mapping[str, Author]
) -> Thread | None:
    root = next((message for message in channel["messages"] if message["ts"] == thread_ts), None)
    if root is None:
        return None
    first, *replies = _rows([root, *root["replies"]], reader, faces)
    return Thread(first, tuple(replies))
