"""Contacts: what was done to reach a candidate. A wrong one is withdrawn, never deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage import history
from storage.choices import choice
from storage.history import Deed, Subject, Written
from storage.instants import Instant
from storage.outreach import materials
from storage.prepared import Change, Insertion, Query, QueryOfMany
from storage.tenancy import CoalitionSession, Owned, Table, owned_reference


class Outcome(StrEnum):
    """What came of a contact at once. An answer to the question itself is a reply."""

    SENT = "sent"
    SPOKE = "spoke"
    LEFT_MESSAGE = "left_message"
    UNAVAILABLE = "unavailable"
    DECLINED = "declined"


class ContactRow(Table, Owned):
    """A contact as the database keeps it: see `Contact`."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("coalition_id", "id"),
        owned_reference("candidate_id", "candidates"),
        owned_reference("by_member_id", "members"),
        owned_reference("withdrawn_by_id", "members"),
        owned_reference("chain_id", "chains"),
        Index("ix_contacts_candidate", "coalition_id", "candidate_id"),
        Index("ix_contacts_chain", "chain_id"),
    )

    candidate_id: Mapped[int]
    chain_id: Mapped[int | None]
    tactic: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by_member_id: Mapped[int]
    logged_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None]
    topic: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact with a candidate (the coalition's own row), or with their staff: both count.

    `tactic` is an id of `config.campaign.tactics`; `at` is when it happened, `logged_at` when it was
    written down. `chain_id` is the chain of follow-ups that it began or belongs to, if any. `topic` is the id
    of what they were asked about, where that is owed to every candidate of the race.
    """

    id: int
    candidate_id: int
    chain_id: int | None
    tactic: str
    outcome: Outcome
    note: str
    at: datetime
    by_member_id: int
    logged_at: datetime
    withdrawn_at: datetime | None = None
    topic: str | None = None

    @property
    def was_taken(self) -> bool:
        """Whether what was given with it came into their hands."""
        return self.outcome not in (Outcome.UNAVAILABLE, Outcome.DECLINED)


@dataclass(frozen=True, slots=True)
class NewContact:
    """What somebody logs. `materials` are the row ids of what was given with it."""

    candidate_id: int
    tactic: str
    outcome: Outcome
    at: datetime
    note: str = ""
    chain_id: int | None = None
    materials: tuple[int, ...] = ()
    topic: str | None = None


_CONTACT = (
    ContactRow.id, ContactRow.candidate_id, ContactRow.chain_id, ContactRow.tactic, ContactRow.outcome,
    ContactRow.note, ContactRow.at, ContactRow.by_member_id, ContactRow.logged_at, ContactRow.withdrawn_at,
    ContactRow.topic,
)  # fmt: skip
_STANDS = ContactRow.withdrawn_at.is_(None)
_IN_ORDER = (ContactRow.at, ContactRow.id)

_NEW = Insertion(ContactRow)
_WITH_ID = Query(select(*_CONTACT).where(ContactRow.id == bindparam("contact_id")), Contact)
_OF_CHAIN = Query(
    select(*_CONTACT).where(ContactRow.chain_id == bindparam("chain"), _STANDS).order_by(*_IN_ORDER), Contact
)
_OF_CANDIDATES = QueryOfMany(
    select(*_CONTACT)
    .where(ContactRow.candidate_id.in_(bindparam("candidate_ids", expanding=True)), _STANDS)
    .order_by(*_IN_ORDER),
    Contact,
)
_CORRECT = Change(
    update(ContactRow)
    .where(ContactRow.id == bindparam("contact_id"), _STANDS)
    .values(
        tactic=bindparam("new_tactic"),
        outcome=bindparam("new_outcome"),
        note=bindparam("new_note"),
        at=bindparam("new_at"),
        chain_id=bindparam("new_chain"),
    )
)
_WITHDRAW = Change(
    update(ContactRow)
    .where(ContactRow.id == bindparam("contact_id"), _STANDS)
    .values(withdrawn_at=bindparam("now"), withdrawn_by_id=bindparam("by_id"))
)


def log(db: CoalitionSession, new: NewContact, by_id: int, now: datetime) -> Contact:
    """Write a contact down, by a member."""
    values = {
        "candidate_id": new.candidate_id, "chain_id": new.chain_id, "tactic": new.tactic,
        "outcome": new.outcome, "note": new.note, "at": new.at, "by_member_id": by_id, "logged_at": now,
        "topic": new.topic,
    }  # fmt: skip
    contact_id = _NEW.add(db, values)
    materials.give(db, contact_id, new.materials)
    after = _told(new.tactic, new.outcome, new.note, new.at, new.materials)
    if new.topic is not None:
        after["topic"] = new.topic
    history.keep(db, Written(Subject.CONTACT, contact_id, Deed.ADDED, by_id, now, None, after))
    return Contact(
        contact_id, new.candidate_id, new.chain_id, new.tactic, new.outcome, new.note, new.at, by_id, now,
        topic=new.topic,
    )  # fmt: skip


def with_id(db: CoalitionSession, contact_id: int) -> Contact | None:
    """The contact with this row id, withdrawn or not."""
    return _WITH_ID.one(db, contact_id=contact_id)


def of_chain(db: CoalitionSession, chain_id: int) -> list[Contact]:
    """The contacts of a chain that stand, the first request first."""
    return _OF_CHAIN.all(db, chain=chain_id)


def of_candidates(db: CoalitionSession, candidate_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """The contacts that stand with those candidates (the coalition's own rows), the oldest first."""
    wanted = sorted(set(candidate_ids))
    found: dict[int, list[Contact]] = {candidate_id: [] for candidate_id in wanted}
    for contact in _OF_CANDIDATES.all(db, candidate_ids=wanted) if wanted else ():
        found[contact.candidate_id].append(contact)
    return found


def correct(db: CoalitionSession, contact: Contact, right: NewContact, by_id: int, now: datetime) -> bool:
    """Write a contact down as it was; False when it was taken back meanwhile. Its candidate stays."""
    changed = _CORRECT.run(
        db, contact_id=contact.id, new_tactic=right.tactic, new_outcome=right.outcome, new_note=right.note,
        new_at=right.at, new_chain=right.chain_id,
    )  # fmt: skip
    if changed == 0:
        return False
    given = materials.given_in(db, [contact.id])[contact.id]
    materials.give_instead(db, contact.id, right.materials)
    before = _told(contact.tactic, contact.outcome, contact.note, contact.at, given)
    after = _told(right.tactic, right.outcome, right.note, right.at, right.materials)
    history.keep(db, Written(Subject.CONTACT, contact.id, Deed.CORRECTED, by_id, now, before, after))
    return True


def _told(
    tactic: str, outcome: Outcome, note: str, at: datetime, given: tuple[int, ...]
) -> dict[str, object]:
    told: dict[str, object] = {"tactic": tactic, "outcome": outcome, "note": note, "at": at.isoformat()}
    return {**told, "materials": list(given)} if given else told


def withdraw(db: CoalitionSession, contact: Contact, by_id: int, now: datetime) -> bool:
    """Take a contact back; False when it had been already."""
    if _WITHDRAW.run(db, contact_id=contact.id, now=now, by_id=by_id) == 0:
        return False
    history.keep(db, Written(Subject.CONTACT, contact.id, Deed.WITHDRAWN, by_id, now))
    return True
