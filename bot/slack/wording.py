"""A Text for Slack: as rich text elements, as mrkdwn, or as plain words. User text is never markup."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.slack.blocks import Element, rich_text
from bot.translation import Language, pieces_of
from handlers.text import ChannelRef, Link, Listing, Strong, Text, Value
from storage.members import Person
from storage.seats import Seat

_MARKS = str.maketrans({mark: f"\u200b{mark}\u200b" for mark in "*_~`"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who will read it: in which workspace, which language, and which zone where Slack can't tell."""

    workspace_id: int
    language: Language
    zone: ZoneInfo


class Piece(NamedTuple):
    """A stretch of a sentence: a value or literal words (str), in bold or not."""

    value: str | int | Person | ChannelRef | Link | datetime | date
    strong: bool = False
    literal: bool = False


def pieces(text: Text, reader: Reader) -> Iterator[Piece]:
    """A sentence in the reader's language, cut into literal words and values.

    Where a value ends with a full stop (“1 Example St.”), that is the sentence's own as well.
    """
    sentence = reader.language.sentence(text.message, text.values.get("n"))
    has_stop = False
    for literal, name in pieces_of(sentence):
        words = literal.removeprefix(".") if has_stop else literal
        if words:
            yield Piece(words, literal=True)
        has_stop = has_stop and not literal
        if name is not None:
            for piece in _value(text.values[name], reader, Piece("")):
                yield piece
                if piece.value != "":
                    has_stop = isinstance(piece.value, str) and piece.value.endswith(".")


def _value(value: Value, reader: Reader, how: Piece) -> Iterator[Piece]:
    match value:
        case Text():
            for piece in pieces(value, reader):
                yield Piece(piece.value, piece.strong or how.strong, piece.literal)
        case Strong():
            yield from _value(value.value, reader, Piece("", strong=True))
        case Listing():
            yield from _listing(value, reader, how)
        case Seat():
            yield Piece(value.code, how.strong)
        case _:
            yield Piece(value, how.strong)


def _listing(listing: Listing, reader: Reader, how: Piece) -> Iterator[Piece]:
    marks = [f"\x00{number}\x00" for number in range(len(listing.items))]
    for part in reader.language.listing(marks).split("\x00"):
        if part.isdigit():
            yield from _value(listing.items[int(part)], reader, how)
        elif part:
            yield Piece(part, how.strong, literal=True)


def to_rich_text(text: Text, reader: Reader) -> list[Element]:
    """As elements of a rich text section, in which nothing is parsed."""
    return [_element(piece, reader) for piece in pieces(text, reader)]


def _element(piece: Piece, reader: Reader) -> Element:
    match piece.value:
        case Person() as person:
            user = person.account_in(reader.workspace_id)
            return rich_text.user(user) if user else rich_text.words(person.name, strong=piece.strong)
        case ChannelRef(external_id=channel):
            return rich_text.channel(channel)
        case Link(address=address, label=label):
            return rich_text.link(address, to_plain(label, reader))
        case datetime() as moment:
            return rich_text.moment(moment, reader.language.instant(moment, reader.zone))
        case date() as day:
            return rich_text.words(reader.language.day(day), strong=piece.strong)
        case _:
            return rich_text.words(str(piece.value), strong=piece.strong)


def escaped(words: str) -> str:
    """Words in which Slack finds neither links, mentions nor commands: only & < > need escaping."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_mrkdwn(text: Text, reader: Reader) -> str:
    """As mrkdwn, for the places that take nothing else. Asterisks that people typed stay asterisks."""
    return "".join(_marked(piece, reader) for piece in pieces(text, reader))


def _marked(piece: Piece, reader: Reader) -> str:
    token = _token(piece, reader)
    if token is not None:
        return token
    words = _words(piece, reader)
    safe = escaped(words) if piece.literal else escaped(words).translate(_MARKS)
    return f"*{safe}*" if piece.strong and safe.strip() else safe


def to_message_text(text: Text, reader: Reader) -> str:
    """For a message's own `text`, what notifications and screen readers take."""
    return "".join(_token(piece, reader) or escaped(_words(piece, reader)) for piece in pieces(text, reader))


def _token(piece: Piece, reader: Reader) -> str | None:
    match piece.value:
        case Person() as person:
            user = person.account_in(reader.workspace_id)
            return f"<@{user}>" if user else None
        case ChannelRef(external_id=channel):
            return f"<#{channel}>"
        case Link(address=address, label=label):
            return f"<{escaped(address)}|{_inside(to_plain(label, reader))}>"
        case datetime() as moment:
            shown = _inside(reader.language.instant(moment, reader.zone))
            return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} {{time}}|{shown}>"
        case _:
            return None


def _inside(words: str) -> str:
    """Words inside a <…|…>, which ends at a line's end and has one bar."""
    return escaped(" ".join(words.split())).replace("|", "¦")


def to_plain(text: Text, reader: Reader) -> str:
    """As plain words, for titles, labels and buttons, where Slack parses nothing."""
    return "".join(_words(piece, reader) for piece in pieces(text, reader))


def _words(piece: Piece, reader: Reader) -> str:
    match piece.value:
        case Person(name=name):
            return name
        case ChannelRef(external_id=channel):
            return f"#{channel}"
        case Link(address=address, label=label):
            return f"{to_plain(label, reader)} ({address})"
        case datetime() as moment:
            return reader.language.instant(moment, reader.zone)
        case date() as day:
            return reader.language.day(day)
        case _:
            return str(piece.value)
