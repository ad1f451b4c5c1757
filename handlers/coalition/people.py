"""The people of the coalition and what each may do."""

from enum import StrEnum
from typing import Annotated

from handlers.arguments.plain import OneOf
from handlers.cards import Button, Card, Note, Refused, Reply, Row, Rows
from handlers.registry import Effect, Label, Permission, command
from handlers.request import Request
from handlers.text import N_, NP_, Message, Text, Value
from storage import members, roles
from storage.members import Member, Role

_PAGE = 15


class GivenRole(StrEnum):
    """What `/coalition role` can give. Compliance lead comes beside the others, and goes by itself."""

    MEMBER = "member"
    ORGANISER = "organiser"
    ADMIN = "admin"
    COMPLIANCE_LEAD = "compliance_lead"
    NO_COMPLIANCE_LEAD = "no_compliance_lead"


ROLE_NAMES: dict[GivenRole, Message] = {
    GivenRole.MEMBER: N_("Member"),
    GivenRole.ORGANISER: N_("Organiser"),
    GivenRole.ADMIN: N_("Admin"),
    GivenRole.COMPLIANCE_LEAD: N_("Compliance lead"),
    GivenRole.NO_COMPLIANCE_LEAD: N_("No longer compliance lead"),
}


@command("coalition members", N_("See who takes part"), effect=Effect.READS)
def show_members(request: Request, page: int = 1) -> Reply:
    """List the people of the coalition, admins first."""
    total = members.count(request.db)
    pages = max(1, -(-total // _PAGE))
    page = min(max(page, 1), pages)
    listed = members.everyone(request.db, (page - 1) * _PAGE, _PAGE)
    persons = members.people(request.db, [member.id for member, _ in listed])
    rows = tuple(Row(_line(member, persons[member.id], organization)) for member, organization in listed)
    turns = [(N_("Previous page"), page - 1)] if page > 1 else []
    turns += [(N_("Next page"), page + 1)] if page < pages else []
    count = Note(Text(NP_("{n} person, page {page} of {pages}", "{n} people, page {page} of {pages}"),
                      n=total, page=page, pages=pages))  # fmt: skip
    return Reply(
        Card(
            Text(N_("Members of {name}"), name=request.coalition.name),
            (Rows(rows), count),
            tuple(Button(label, show_members, page=number) for label, number in turns),
        )
    )


def _line(member: Member, person: Value, organization: str | None) -> Text:
    roles: list[Value] = [Text(ROLE_NAMES[GivenRole(member.role.value)])]
    if member.is_compliance_lead:
        roles.append(Text(ROLE_NAMES[GivenRole.COMPLIANCE_LEAD]))
    known = {"who": person, "role": roles[0]}
    if organization is not None and len(roles) > 1:
        return Text(
            N_("{who}: {role}, {second}; {organization}"), second=roles[1], organization=organization, **known
        )
    if organization is not None:
        return Text(N_("{who}: {role}; {organization}"), organization=organization, **known)
    if len(roles) > 1:
        return Text(N_("{who}: {role}, {second}"), second=roles[1], **known)
    return Text(N_("{who}: {role}"), **known)


@command(
    "coalition role",
    N_("Say what somebody may do: member, organiser, admin or compliance lead"),
    permission=Permission.ADMIN,
    title=N_("Give a role"),
    submit=N_("Give it"),
)
def give_role(
    request: Request,
    person: Annotated[Member, Label(N_("Person"))],
    role: Annotated[GivenRole, OneOf(GivenRole, ROLE_NAMES), Label(N_("Role"))],
) -> Reply:
    """Change what somebody may do."""
    known = members.people(request.db, [person.id])[person.id]
    if _has(person, role):
        raise Refused(Text(_ALREADY[role], who=known))
    match role:
        case GivenRole.COMPLIANCE_LEAD:
            roles.name_compliance_lead(request.db, person, request.member, request.now)
        case GivenRole.NO_COMPLIANCE_LEAD:
            roles.end_compliance_lead(request.db, person, request.member, request.now)
        case _:
            _refuse_last_admin(request, person, role)
            roles.give_role(request.db, person, Role(role.value), request.member, request.now)
    return Reply(Card(body=(Text(_NOW[role], who=known),)))


_NOW: dict[GivenRole, Message] = {
    GivenRole.ADMIN: N_("{who} is an admin now."),
    GivenRole.ORGANISER: N_("{who} is an organiser now."),
    GivenRole.MEMBER: N_("{who} is a member now, without a role."),
    GivenRole.COMPLIANCE_LEAD: N_("{who} is a compliance lead now."),
    GivenRole.NO_COMPLIANCE_LEAD: N_("{who} is no longer compliance lead."),
}
_ALREADY: dict[GivenRole, Message] = {
    GivenRole.ADMIN: N_("{who} is an admin already. Nothing has changed."),
    GivenRole.ORGANISER: N_("{who} is an organiser already. Nothing has changed."),
    GivenRole.MEMBER: N_("{who} is a member without a role already. Nothing has changed."),
    GivenRole.COMPLIANCE_LEAD: N_("{who} is a compliance lead already. Nothing has changed."),
    GivenRole.NO_COMPLIANCE_LEAD: N_("{who} is not compliance lead. Nothing has changed."),
}


def _has(person: Member, role: GivenRole) -> bool:
    match role:
        case GivenRole.COMPLIANCE_LEAD:
            return person.is_compliance_lead
        case GivenRole.NO_COMPLIANCE_LEAD:
            return not person.is_compliance_lead
        case _:
            return person.role is Role(role.value)


def _refuse_last_admin(request: Request, person: Member, role: GivenRole) -> None:
    if person.role is Role.ADMIN and role is not GivenRole.ADMIN and roles.admins(request.db) < 2:
        raise Refused(
            Text(N_("{name} is the only admin. Make somebody else admin first."), name=person.name),
            field="person",
        )
