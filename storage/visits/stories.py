"""Who is willing to tell their own story at a visit, for whom and until when. Never a word of the story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.choices import choice
from storage.instants import Instant
from storage.prepared import Change, Insertion, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Willing(StrEnum):
    """What somebody has said about telling their story at one visit."""

    WILLING = "willing"
    NOT_THIS_TIME = "not_this_time"
    WITHDRAWN = "withdrawn"


class Hearers(StrEnum):
    """For whom a story is told."""

    OFFICE = "office"
    """Those who are met at this visit, and nobody else."""
    COALITION = "coalition"
    PUBLIC = "public"


class StoryRow(Table, Owned):
    """A person's word as the database keeps it: see `Story`."""

    __tablename__ = "story_consents"
    __table_args__ = (
        UniqueConstraint("coalition_id", "visit_id", "member_id"),
        owned_reference("visit_id", "visits"),
        owned_reference("member_id", "members"),
    )

    visit_id: Mapped[int]
    member_id: Mapped[int]
    willing: Mapped[Willing] = mapped_column(choice(Willing))
    hearers: Mapped[Hearers] = mapped_column(choice(Hearers))
    until: Mapped[date] = mapped_column(Date)
    shown_name: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Story:
    """What a person has said about their story at a visit: for whom, until which day, under which name.

    `shown_name` is empty once they have withdrawn.
    """

    visit_id: int
    member_id: int
    willing: Willing
    hearers: Hearers
    until: date
    shown_name: str


_NEW = Insertion(StoryRow)
_THIS = (StoryRow.visit_id == bindparam("of_visit"), StoryRow.member_id == bindparam("of_member"))
_SAY = Change(
    update(StoryRow)
    .where(*_THIS)
    .values(
        willing=bindparam("word"),
        hearers=bindparam("for_whom"),
        until=bindparam("last_day"),
        shown_name=bindparam("called"),
        said_at=bindparam("now"),
    )
)
_TAKE_BACK = Change(
    update(StoryRow).where(*_THIS).values(willing=Willing.WITHDRAWN, shown_name="", said_at=bindparam("now"))
)
_OF_VISITS = QueryOfMany(
    select(
        StoryRow.visit_id, StoryRow.member_id, StoryRow.willing, StoryRow.hearers, StoryRow.until,
        StoryRow.shown_name,
    ).where(StoryRow.visit_id.in_(bindparam("visit_ids", expanding=True))),
    Story,
)  # fmt: skip


def say(db: CoalitionSession, story: Story, now: datetime) -> None:
    """Keep what a person says; their last word counts."""
    values = {
        "visit_id": story.visit_id, "member_id": story.member_id, "willing": story.willing,
        "hearers": story.hearers, "until": story.until, "shown_name": story.shown_name, "said_at": now,
    }  # fmt: skip
    if _NEW.add_new(db, values) is None:
        _SAY.run(
            db,
            of_visit=story.visit_id,
            of_member=story.member_id,
            word=story.willing,
            for_whom=story.hearers,
            last_day=story.until,
            called=story.shown_name,
            now=now,
        )


def take_back(db: CoalitionSession, visit_id: int, member_id: int, now: datetime) -> None:
    """They are not willing any more, and their name is forgotten. Nothing happens where they never were."""
    _TAKE_BACK.run(db, of_visit=visit_id, of_member=member_id, now=now)


def of_visits(db: CoalitionSession, visit_ids: Iterable[int]) -> dict[tuple[int, int], Story]:
    """What people have said, by visit and member. One query."""
    wanted = sorted(set(visit_ids))
    found = _OF_VISITS.all(db, visit_ids=wanted) if wanted else []
    return {(one.visit_id, one.member_id): one for one in found}
