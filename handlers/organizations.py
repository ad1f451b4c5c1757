"""Which organisation a person is of: asked once, changed at any time."""

from typing import Annotated

from handlers.cards import Button, Card, Reply, Style
from handlers.registry import Label, Reach, command, reminder
from handlers.request import Dropped, DueRequest, Request
from handlers.text import N_, Text
from storage import claims, posted_cards
from storage.members import Member
from storage.organizations import Organization

ORGANIZATION_QUESTION = "organization-question"


@command(
    "coalition organization",
    N_("Say which organisation you are with"),
    title=N_("Your organisation"),
    submit=N_("Save"),
)
def choose_organization(
    request: Request,
    organization: Annotated[
        Organization, Label(N_("Organisation"), N_("Pick yours, or type its name to add it"))
    ],
) -> Reply:
    """Note which organisation a person is of."""
    request.member.organization_id = organization.id
    request.db.flush()
    for claim in claims.all_of_member(request.db, request.member.id):
        posted_cards.touch(request.db, "district", claim.seat_id)
    return Reply(
        Card(
            body=(
                Text(
                    N_("You are with {organization}. Your districts show it."), organization=organization.name
                ),
            )
        )
    )


@command("no-organization", N_("Take part for yourself"), reach=Reach.PRESSED)
def no_organization(request: Request) -> Reply:
    """Leave the question unanswered; it is not asked again."""
    text = Text(N_("That's fine. /coalition organization changes it at any time."))
    return Reply(Card(body=(text,)))


@reminder(ORGANIZATION_QUESTION)
def organization_question(due: DueRequest, member_id: int) -> Card | Dropped:
    """Ask a person for their organisation, after their first claim."""
    member = due.db.one_owned(Member, member_id)
    if member is None or member.organization_id is not None:
        return Dropped("their organisation is known")
    return Card(
        Text(N_("Which organisation are you with?")),
        (Text(N_("Your district is yours either way. It helps others to know whom you come from.")),),
        (
            Button(N_("Choose it"), choose_organization, style=Style.PRIMARY),
            Button(N_("Just me"), no_organization),
        ),
    )
