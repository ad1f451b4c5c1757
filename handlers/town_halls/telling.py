"""What is said about a town hall: that there is one, that it is otherwise or off, and that it is near."""

from handlers.cards import Block, Button, Card, Style
from handlers.registry import reminder
from handlers.request import Dropped, DueRequest
from handlers.text import N_, NP_, Listing, Message, Text
from handlers.timing import Late, Quiet
from handlers.town_halls import going
from handlers.town_halls.afterwards.again import unanswered
from handlers.town_halls.asking import card_button, question_button, your_question
from handlers.town_halls.card import review_card, town_hall_card
from handlers.town_halls.subjects import (
    ALERT,
    BACK_ON,
    CALLED_OFF,
    CHANGED,
    IN_DAYS,
    IN_HOURS,
    OVER,
    PUBLISHED,
    REVIEW,
    TOMORROW,
    TOWN_HALL,
)
from handlers.town_halls.wording import advice, facts, headline, what, when, where
from storage import members, posted_cards
from storage.posted_cards import Shown
from storage.town_halls import askers, goers, town_halls
from storage.town_halls.town_halls import Described, Stage, TownHall


def _still_on(due: DueRequest, town_hall_id: int) -> TownHall | None:
    event = town_halls.with_id(due.db, town_hall_id)
    if event is None or not event.is_on or event.told.meeting.ends_at <= due.now:
        return None
    return event


def _as_written(due: DueRequest, event: TownHall) -> bool:
    """Whether it is as it was when this was written."""
    return due.key.split(":")[2] == str(event.sequence)


@reminder(TOWN_HALL)
def announced(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Announce an event in a channel, where its card stays current."""
    card = town_hall_card(due, town_hall_id) if _still_on(due, town_hall_id) else None
    return card or Dropped("it is off or over")


@reminder(OVER)
def over(due: DueRequest, town_hall_id: int) -> Dropped:
    """At the end of an event its card is drawn anew, with how to say how it went."""
    posted_cards.touch(due.db, Shown(TOWN_HALL, town_hall_id))
    return Dropped("its card is drawn anew, which says it")


@reminder(REVIEW, quiet=Quiet.LATER)
def asked(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Put an event before an organiser."""
    event = town_halls.with_id(due.db, town_hall_id)
    if event is None or event.stage is not Stage.PROPOSED:
        return Dropped("it is decided")
    return review_card(due, town_hall_id) or Dropped("it is gone")


@reminder(ALERT, quiet=Quiet.LATER)
def alert(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Tell somebody of an event where they work or watch."""
    event = _still_on(due, town_hall_id)
    if event is None:
        return Dropped("it is off or over")
    return Card(what(due, event.told), facts(event.told), (_go(event),))


def _go(event: TownHall) -> Button:
    return Button(N_("I'm going"), going.i_am_going, style=Style.PRIMARY, event=event)


@reminder(PUBLISHED, quiet=Quiet.LATER)
def published(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Thank whoever brought an event, once it is announced."""
    event = _still_on(due, town_hall_id)
    if event is None:
        return Dropped("it is off or over")
    text = N_("Thank you. What you brought is announced: {event}.")
    return Card(body=(Text(text, event=headline(due, event.told)),), actions=(_go(event),))


@reminder(CHANGED, quiet=Quiet.LATER)
def changed(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Tell somebody that an event is otherwise than they were told."""
    event = _still_on(due, town_hall_id)
    if event is None:
        return Dropped("it is off or over")
    if not _as_written(due, event):
        return Dropped("it was changed again, which is said instead")
    return Card(Text(N_("Changed: {what}"), what=what(due, event.told)), facts(event.told))


@reminder(BACK_ON, quiet=Quiet.LATER)
def back_on(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Tell somebody that an event takes place after all."""
    event = _still_on(due, town_hall_id)
    if event is None:
        return Dropped("it is off or over")
    title = Text(N_("It takes place after all: {what}"), what=what(due, event.told))
    return Card(title, facts(event.told), (_go(event),))


@reminder(CALLED_OFF)
def called_off(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Tell somebody at once that an event is off."""
    event = town_halls.with_id(due.db, town_hall_id)
    if event is None or event.is_on:
        return Dropped("it takes place after all")
    if event.told.meeting.ends_at <= due.now:
        return Dropped("it would be over")
    text = N_("Called off: {what}. It was to be {when}.")
    return Card(body=(Text(text, what=what(due, event.told), when=when(event.told)),))


@reminder(IN_DAYS, quiet=Quiet.LATER)
def in_days(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Three days before: place, question and company. What comes late leaves the last day to the next one."""
    event = town_halls.with_id(due.db, town_hall_id)
    if event is not None and _days_away(due, event.told) <= 1:
        return Dropped("what is said a day before says it")
    return _before(due, town_hall_id)


@reminder(TOMORROW, quiet=Quiet.LATER)
def tomorrow(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """A day before: the same, with the guides' advice."""
    return _before(due, town_hall_id)


@reminder(IN_HOURS, late=Late.DROP)
def in_hours(due: DueRequest, town_hall_id: int) -> Card | Dropped:
    """Two hours before, at whatever hour."""
    return _before(due, town_hall_id, N_("In two hours: {what}"))


def _before(due: DueRequest, town_hall_id: int, title: Message | None = None) -> Card | Dropped:
    event = _still_on(due, town_hall_id)
    if event is None or event.told.meeting.starts_at <= due.now:
        return Dropped("it is off or has begun")
    if not _as_written(due, event):
        return Dropped("it was changed, which is said instead")
    found = [one.member_id for one in goers.of_events(due.db, [event.id])[event.id]]
    if due.recipient is None or due.recipient.member_id not in found:
        return Dropped("they do not go any more")
    told = event.told
    body: list[Block] = [Text(N_("{when}"), when=when(told))]
    if told.place:
        body.append(Text(N_("Where: {place}"), place=where(told)))
    asker = askers.of(due.db, event.id, due.recipient.member_id)
    body.append(your_question(asker) if asker else Text(N_("You have no question to ask yet.")))
    body.append(_company(due, found, due.recipient.member_id))
    body += unanswered(due, event)
    body += advice(told)
    return Card(
        Text(title, what=what(due, told)) if title else _in_days(due, told),
        tuple(body),
        (
            card_button(event) if asker else question_button(event),
            Button(N_("I can't go"), going.i_cannot_go, event=event),
        ),
    )


def _company(due: DueRequest, found: list[int], me: int) -> Text:
    others = [one for one in found if one != me]
    if not others:
        return Text(N_("Nobody else has said yet that they go."))
    persons = members.people(due.db, others)
    return Text(N_("Also going: {people}."), people=Listing(tuple(persons[one] for one in others)))


def _in_days(due: DueRequest, told: Described) -> Text:
    """How many days away it is where it takes place: what waited for the morning is said truly, too."""
    days = _days_away(due, told)
    if days <= 0:
        return Text(N_("Today: {what}"), what=what(due, told))
    if days == 1:
        return Text(N_("Tomorrow: {what}"), what=what(due, told))
    return Text(NP_("In {n} day: {what}", "In {n} days: {what}"), n=days, what=what(due, told))


def _days_away(due: DueRequest, told: Described) -> int:
    at = told.meeting
    return (at.first - due.now.astimezone(at.zone).date()).days
