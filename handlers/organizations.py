"""Which organisation a person is of: asked once, changed at any time."""

from typing import Annotated

from handlers.cards import About, Button, Card, Reply, Style
from handlers.districts.redrawn import changed
from handlers.registry import Label, Reach, command, reminder, standing_card
from handlers.request import Dropped, DueRequest, Request, Scene
from handlers.text import N_, Text
from storage import claims, members, organizations, posted_cards
from storage.members import Member
from storage.organizations import Organization
from storage.posted_cards import Shown

ORGANIZATION_QUESTION = "organization-question"


@command(
    "coalition organization",
    N_("Say which organisation you are with"),
    title=N_("Your organisation"),
    submit=N_("Save"),
    also=("coalition organisation",),
)
def choose_organization(
    request: Request,
    organization: Annotated[
        Organization, Label(N_("Organisation"), N_("Pick yours, or type its name to add it"))
    ],
) -> Reply:
    """Note which organisation a person is of."""
    return _noted(request, organization)


@command("no-organization", N_("Take part for yourself"), reach=Reach.PRESSED)
def no_organization(request: Request) -> Reply:
    """Note that a person is of no organisation; they are not asked again."""
    return _noted(request, None)


def _noted(request: Request, organization: Organization | None) -> Reply:
    member = request.member
    members.note_organization(request.db, member, organization)
    posted_cards.touch(request.db, Shown(ORGANIZATION_QUESTION, member.id))
    for claim in claims.all_of_member(request.db, member.id):
        changed(request, claim.seat_id)
    return Reply(About(ORGANIZATION_QUESTION, member.id))


@reminder(ORGANIZATION_QUESTION)
def organization_question(due: DueRequest, member_id: int) -> Card | Dropped:
    """Ask a person for their organisation, after their first claim."""
    member = members.with_id(due.db, member_id)
    if member is None or member.has_said_organization:
        return Dropped("their organisation is known")
    return _question(member)


@standing_card(ORGANIZATION_QUESTION)
def organization_card(scene: Scene, member_id: int) -> Card | None:
    """The question, or its answer once there is one."""
    member = members.with_id(scene.db, member_id)
    if member is None:
        return None
    return _answer(scene, member) if member.has_said_organization else _question(member)


def _question(member: Member) -> Card:
    return Card(
        Text(N_("Which organisation are you with?")),
        (Text(N_("Your district is yours either way. It helps others to know whom you come from.")),),
        (
            Button(N_("Choose it"), choose_organization, style=Style.PRIMARY),
            Button(N_("Just me"), no_organization),
        ),
        About(ORGANIZATION_QUESTION, member.id),
    )


def _answer(scene: Scene, member: Member) -> Card:
    about = About(ORGANIZATION_QUESTION, member.id)
    if member.organization_id is None:
        text = Text(N_("That's fine: you take part for yourself."))
        return Card(body=(text,), actions=(Button(N_("Choose one"), choose_organization),), about=about)
    organization = organizations.with_id(scene.db, member.organization_id)
    text = Text(N_("You are with {organization}. Your districts show it."), organization=organization.name)
    change = Button(N_("Change it"), choose_organization)
    return Card(body=(text,), actions=(change, Button(N_("Just me"), no_organization)), about=about)
