"""How a race and its candidates are put into words."""

from handlers.arguments.race import election_name
from handlers.candidates.fields import shown_source
from handlers.text import N_, Listing, Strong, Text
from storage.candidates import Running
from storage.races import Race


def race_name(race: Race) -> Text:
    """The heading of a race in a seat's list."""
    return Text(N_("{election}"), election=Strong(election_name(race.cycle, race.kind, race.election_day)))


def candidate_line(running: Running) -> Text:
    """A candidate with party, contacts, and where the coalition knows it from."""
    text = _who(running)
    contacts = tuple(filter(None, (running.email, running.phone)))
    if contacts:
        text = Text(N_("{above}\nCampaign: {contacts}"), above=text, contacts=Listing(contacts))
    if running.source:
        text = Text(N_("{above}\nSource: {source}"), above=text, source=shown_source(running.source))
    if running.withdrawn_at is not None:
        text = Text(N_("{above}\nNo longer runs, as your coalition noted."), above=text)
    if not running.still_listed:
        text = Text(N_("{above}\nNo longer on the official list of candidates."), above=text)
    return text


def _who(running: Running) -> Text:
    name = Strong(running.name)
    if running.holds_seat and running.party:
        return Text(N_("{name}, {party} (sitting Member)"), name=name, party=running.party)
    if running.holds_seat:
        return Text(N_("{name} (sitting Member)"), name=name)
    if running.party:
        return Text(N_("{name}, {party}"), name=name, party=running.party)
    return Text(N_("{name}"), name=name)
