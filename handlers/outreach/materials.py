"""`/materials`: what the coalition gives to candidates, version by version."""

import re
from typing import Annotated

from handlers.arguments.plain import Words
from handlers.candidates.fields import WhereFrom, shown_source
from handlers.cards import Block, Button, Card, Note, Refused, Reply, Row, Rows
from handlers.outreach.fairness import warning
from handlers.outreach.rows import MaterialKind
from handlers.outreach.wording import material_name, person
from handlers.registry import Effect, Label, Reach, command
from handlers.request import Request
from handlers.text import N_, NP_, Text
from storage.outreach import materials
from storage.outreach.materials import Material, NewMaterial

_LONGEST_TITLE, _LONGEST_VERSION = 100, 20
_SHOWN = 15
_VERSION_WORD = re.compile(r"v(?:ersion|er)?[\s.]*(?=\d)", re.IGNORECASE)


@command(
    "materials add",
    N_("Add a flyer, letter or kit that candidates are given, or a new version of it"),
    title=N_("Add a material"),
    submit=N_("Add"),
)
def add_material(
    request: Request,
    title: Annotated[str, Words(_LONGEST_TITLE), Label(N_("Title"), N_("Like “Welcome kit”"))],
    version: Annotated[
        str, Words(_LONGEST_VERSION), Label(N_("Version"), N_("A number or a date; a new one replaces it"))
    ],
    link: Annotated[str, WhereFrom(), Label(N_("Link"), N_("Where it can be read"))] = "",
) -> Reply:
    """Put a version of a material on the list; it supersedes the older ones of that title."""
    known = materials.standing(request.db)
    name = materials.title_of(" ".join(title.split()), known)
    number = _VERSION_WORD.sub("", " ".join(version.split()), count=1)
    if not name or not number:
        raise Refused(Text(N_("Please write a title and a version.")), field="version" if name else "title")
    before = materials.newest(known)
    added = materials.add(request.db, NewMaterial(name, number, link), request.member.id, request.now)
    if added is None:
        raise Refused(
            Text(
                N_("{title}, version {version} is on the list already. Give the new one another version."),
                title=name,
                version=number,
            ),
            field="version",
        )
    older = next((one for one in before if one.key == added.key), None)
    body: list[Block] = [Text(N_("{material} is on the list now."), material=material_name(added))]
    if older is not None:
        body.append(
            Text(
                N_(
                    "It replaces version {version}. Who gives it to one candidate owes it to all of the race."
                ),
                version=older.version,
            )
        )
    sides = warning(added.title, public=True)
    if sides is not None:
        body.append(sides)
    return Reply(
        Card(body=tuple(body), actions=(Button(N_("Take it back"), withdraw_material, material=added),))
    )


@command("materials list", N_("See what candidates are given"), effect=Effect.READS)
def list_materials(request: Request) -> Reply:
    """Show one person the newest version of every material."""
    known = materials.standing(request.db)
    newest = materials.newest(known)
    add = Button(N_("Add a material"), add_material)
    if not newest:
        text = Text(N_("There is nothing on the list yet. Add what you send or hand to candidates."))
        return Reply(Card(body=(text,), actions=(add,)))
    body: list[Block] = [Rows(tuple(_row(request, one, known) for one in newest[:_SHOWN]))]
    more = len(newest) - _SHOWN
    if more > 0:
        body.append(Note(Text(NP_("and {n} older", "and {n} older"), n=more)))
    return Reply(Card(Text(N_("Materials")), tuple(body), (add,)))


def _row(request: Request, material: Material, known: list[Material]) -> Row:
    text = Text(
        N_("{material}\nAdded by {who} {at}."),
        material=material_name(material),
        who=person(request, material.added_by_id),
        at=material.added_at,
    )
    older = [one.version for one in known if one.key == material.key and one.id != material.id]
    if older:
        text = Text(N_("{above} Replaces version {version}."), above=text, version=older[0])
    if material.link:
        text = Text(N_("{above}\n{link}"), above=text, link=shown_source(material.link))
    own = material.added_by_id == request.member.id or request.may_organise
    actions = (Button(N_("Take it back"), withdraw_material, material=material),) if own else ()
    return Row(text, actions)


@command("withdraw-material", N_("Take a material off the list"), reach=Reach.PRESSED)
def withdraw_material(request: Request, material: Annotated[Material, MaterialKind()]) -> Reply:
    """Take a version off the list; whoever was given it was given it."""
    if material.added_by_id != request.member.id and not request.may_organise:
        raise Refused(Text(N_("Only whoever added it, or an organiser, can take it back.")))
    if not materials.withdraw(request.db, material, request.member.id, request.now):
        raise Refused(Text(N_("That was taken back already.")))
    return Reply(
        Card(
            body=(
                Text(N_("Taken back: {material} is off the list."), material=material_name(material)),
                Note(Text(N_("Nobody is owed it any more. Add it again with /materials add."))),
            )
        )
    )
