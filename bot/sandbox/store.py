"""What survives a restart of the workspace, in its own SQLite file."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from threading import RLock
from typing import Final

from bot.sandbox.model import (
    Cast,
    Channel,
    ChannelKind,
    JsonObject,
    JsonValue,
    Message,
    Origin,
    User,
    View,
    ViewKind,
    object_of,
    objects_of,
    text_of,
)

SCHEMA: Final = """
create table if not exists setting (name text primary key, value text not null);
create table if not exists user (id text primary key, body text not null);
create table if not exists channel (id text primary key, body text not null);
create table if not exists member (channel text not null, user text not null, primary key (channel, user));
create table if not exists message (
    channel text not null, ts text not null, only_for text, body text not null, primary key (channel, ts));
create table if not exists former_message (
    id integer primary key, channel text not null, ts text not null, body text not null);
create index if not exists former_message_of on former_message (channel, ts);
create table if not exists last_read (
    channel text not null, user text not null, ts text not null, primary key (channel, user));
create table if not exists home (user text primary key, body text not null);
"""
FORMER_KEPT: Final = 20


class Store:
    """Rows in, values out. Safe to call from several threads; every call is its own transaction."""

    def __init__(self, path: Path, cast: Cast) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        # A power cut may lose the last messages of a playground; that is worth not waiting for the disk.
        self._db.execute("pragma synchronous=off")
        self._db.executescript(SCHEMA)
        if self._setting("seeded") is None:
            self._seed(cast)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _run(self, sql: str, *values: str | int | None) -> None:
        with self._lock:
            self._db.execute(sql, values)

    def _rows(self, sql: str, *values: str | int | None) -> list[tuple[str, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _first(self, sql: str, *values: str | int | None) -> str | None:
        rows = self._rows(sql, *values)
        return rows[0][0] if rows else None

    def _seed(self, cast: Cast) -> None:
        for user in cast.users:
            self.keep_user(user)
        for channel in cast.channels:
            self.keep_channel(channel)
        for channel_id, user_id in cast.members:
            self.add_member(channel_id, user_id)
        self._keep_setting("seeded", "1")

    def _setting(self, name: str) -> str | None:
        return self._first("select value from setting where name = ?", name)

    def _keep_setting(self, name: str, value: str) -> None:
        self._run("insert or replace into setting values (?, ?)", name, value)

    def clock_offset(self) -> timedelta:
        """How far the workspace's clock is ahead of real time."""
        return timedelta(microseconds=int(self._setting("clock_offset_us") or 0))

    def keep_clock_offset(self, offset: timedelta) -> None:
        """Remember it."""
        self._keep_setting("clock_offset_us", str(offset // timedelta(microseconds=1)))

    def keep_user(self, user: User) -> None:
        """Add or change a user."""
        self._run("insert or replace into user values (?, ?)", user.id, _row(user))

    def users(self) -> list[User]:
        """Everybody, in the order in which they came."""
        return [_user(json.loads(body)) for (body,) in self._rows("select body from user order by rowid")]

    def user(self, user_id: str) -> User | None:
        """One user, if there is one with that id."""
        body = self._first("select body from user where id = ?", user_id)
        return None if body is None else _user(json.loads(body))

    def keep_channel(self, channel: Channel) -> None:
        """Add or change a channel."""
        self._run("insert or replace into channel values (?, ?)", channel.id, _row(channel))

    def channels(self) -> list[Channel]:
        """All channels and opened direct messages, in the order in which they came."""
        rows = self._rows("select body from channel order by rowid")
        return [_channel(json.loads(body)) for (body,) in rows]

    def channel(self, channel_id: str) -> Channel | None:
        """One channel, if there is one with that id."""
        body = self._first("select body from channel where id = ?", channel_id)
        return None if body is None else _channel(json.loads(body))

    def add_member(self, channel_id: str, user_id: str) -> None:
        """Let a user into a channel; nothing happens when they are in it."""
        self._run("insert or ignore into member values (?, ?)", channel_id, user_id)

    def members(self, channel_id: str) -> list[str]:
        """The user ids in a channel, in the order in which they came."""
        rows = self._rows("select user from member where channel = ? order by rowid", channel_id)
        return [user for (user,) in rows]

    def is_member(self, channel_id: str, user_id: str) -> bool:
        """Whether the user is in the channel."""
        found = self._first("select 1 from member where channel = ? and user = ?", channel_id, user_id)
        return found is not None

    def add_message(self, message: Message) -> None:
        """Keep a new message."""
        self._run(
            "insert into message values (?, ?, ?, ?)",
            message.channel,
            message.ts,
            message.only_for,
            _row(message),
        )

    def replace_message(self, message: Message) -> None:
        """Put this in the place of the message with the same channel and ts, and remember the former one."""
        with self._lock:
            self._remember_former(message.channel, message.ts)
            self._run(
                "update message set body = ? where channel = ? and ts = ?",
                _row(message),
                message.channel,
                message.ts,
            )

    def delete_message(self, channel_id: str, ts: str) -> None:
        """Take a message away, and remember it as a former one."""
        with self._lock:
            self._remember_former(channel_id, ts)
            self._run("delete from message where channel = ? and ts = ?", channel_id, ts)

    def _remember_former(self, channel_id: str, ts: str) -> None:
        self._run(
            "insert into former_message (channel, ts, body)"
            " select channel, ts, body from message where channel = ? and ts = ?",
            channel_id,
            ts,
        )
        self._run(
            "delete from former_message where channel = ?1 and ts = ?2 and id not in"
            " (select id from former_message where channel = ?1 and ts = ?2 order by id desc limit ?3)",
            channel_id,
            ts,
            FORMER_KEPT,
        )

    def message(self, channel_id: str, ts: str) -> Message | None:
        """The message as it is now, if it is there."""
        body = self._first("select body from message where channel = ? and ts = ?", channel_id, ts)
        return None if body is None else _message(json.loads(body))

    def former_messages(self, channel_id: str, ts: str) -> list[Message]:
        """What stood at that ts before, the latest first."""
        rows = self._rows(
            "select body from former_message where channel = ? and ts = ? order by id desc", channel_id, ts
        )
        return [_message(json.loads(body)) for (body,) in rows]

    def messages(self, channel_id: str) -> list[Message]:
        """All of a channel, ephemerals and replies too, the oldest first."""
        rows = self._rows("select body from message where channel = ? order by ts", channel_id)
        return [_message(json.loads(body)) for (body,) in rows]

    def latest_ts(self) -> str:
        """The highest ts given out; an empty string when there is none."""
        return self._first("select coalesce(max(ts), '') from message") or ""

    def mark_read(self, channel_id: str, user_id: str, ts: str) -> None:
        """Remember that the user has seen the channel up to that ts."""
        self._run("insert or replace into last_read values (?, ?, ?)", channel_id, user_id, ts)

    def last_read(self, channel_id: str, user_id: str) -> str:
        """Up to which ts the user has seen the channel; an empty string when never."""
        sql = "select ts from last_read where channel = ? and user = ?"
        return self._first(sql, channel_id, user_id) or ""

    def keep_home(self, view: View) -> None:
        """Remember a person's Home tab."""
        self._run("insert or replace into home values (?, ?)", view.user, _row(view))

    def home(self, user_id: str) -> View | None:
        """A person's Home tab, once one was published."""
        body = self._first("select body from home where user = ?", user_id)
        return None if body is None else _view(json.loads(body))

    def start_over(self) -> None:
        """Forget messages, read marks and Home tabs; keep people and channels."""
        with self._lock:
            for table in ("message", "former_message", "last_read", "home"):
                self._run(f"delete from {table}")  # noqa: S608 -- the names are the four above


def _row(value: User | Channel | Message | View) -> str:
    return json.dumps({field.name: getattr(value, field.name) for field in fields(value)})


def _flag(row: JsonObject, key: str) -> bool:
    return row.get(key) is True


def _maybe(row: JsonObject, key: str) -> str | None:
    value = row.get(key)
    return value if isinstance(value, str) else None


def _maybe_object(row: JsonObject, key: str) -> JsonObject | None:
    value = row.get(key)
    return value if isinstance(value, dict) else None


def _sentences(row: JsonObject) -> dict[str, str]:
    return {key: str(value) for key, value in object_of(row, "errors").items()}


def _blocks(row: JsonObject) -> tuple[JsonObject, ...]:
    blocks: Sequence[JsonObject] = objects_of(row, "blocks")
    return tuple(blocks)


def _user(row: dict[str, JsonValue]) -> User:
    return User(
        id=text_of(row, "id"),
        name=text_of(row, "name"),
        real_name=text_of(row, "real_name"),
        tz=text_of(row, "tz"),
        is_admin=_flag(row, "is_admin"),
        is_owner=_flag(row, "is_owner"),
        is_bot=_flag(row, "is_bot"),
        bot_id=_maybe(row, "bot_id"),
        team_id=_maybe(row, "team_id"),
        is_deleted=_flag(row, "is_deleted"),
    )


def _channel(row: JsonObject) -> Channel:
    return Channel(
        id=text_of(row, "id"),
        name=text_of(row, "name"),
        kind=ChannelKind(text_of(row, "kind")),
        user=_maybe(row, "user"),
        is_archived=_flag(row, "is_archived"),
    )


def _message(row: JsonObject) -> Message:
    return Message(
        channel=text_of(row, "channel"),
        ts=text_of(row, "ts"),
        user=text_of(row, "user"),
        text=text_of(row, "text"),
        origin=Origin(text_of(row, "origin")),
        blocks=_blocks(row),
        thread_ts=_maybe(row, "thread_ts"),
        is_broadcast=_flag(row, "is_broadcast"),
        only_for=_maybe(row, "only_for"),
        edited_ts=_maybe(row, "edited_ts"),
        metadata=_maybe_object(row, "metadata"),
    )


def _view(row: JsonObject) -> View:
    return View(
        id=text_of(row, "id"),
        kind=ViewKind(text_of(row, "kind")),
        user=text_of(row, "user"),
        hash=text_of(row, "hash"),
        root_view_id=text_of(row, "root_view_id"),
        blocks=_blocks(row),
        previous_view_id=_maybe(row, "previous_view_id"),
        callback_id=text_of(row, "callback_id"),
        private_metadata=text_of(row, "private_metadata"),
        external_id=text_of(row, "external_id"),
        title=_maybe_object(row, "title"),
        submit=_maybe_object(row, "submit"),
        close=_maybe_object(row, "close"),
        clear_on_close=_flag(row, "clear_on_close"),
        notify_on_close=_flag(row, "notify_on_close"),
        values=object_of(row, "values"),
        errors=_sentences(row),
        trouble=_maybe(row, "trouble"),
    )
