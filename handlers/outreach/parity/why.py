"""Why every candidate of a race is to be treated alike."""

from handlers.cards import Card, Reply
from handlers.registry import Effect, Reach, command
from handlers.request import Request
from handlers.text import N_, Text


@command("why-alike", N_("Why candidates are treated alike"), effect=Effect.READS, reach=Reach.PRESSED)
def why_alike(request: Request) -> Reply:
    """Explain parity to the person who asks."""
    del request
    body = (
        Text(
            N_(
                "Charities may not favour a candidate (section 501(c)(3) of the tax code). So whoever is "
                "asked one way in a race, everybody in that race is asked that way, and everybody gets "
                "the same materials in the same version."
            )
        ),
        Text(
            N_(
                "Somebody who was not there, or did not want it, counts as offered: log it with that "
                "outcome. Whoever joins the race later is owed the same."
            )
        ),
        Text(
            N_(
                "What one of them was asked about at a town hall, the others are owed, too: at a town hall "
                "of theirs, or otherwise."
            )
        ),
    )
    return Reply(Card(body=body), beside=True)
