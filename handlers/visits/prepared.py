"""What is prepared for a visit, in words: who says what, who brings what, what is known, the rehearsal."""

from collections.abc import Sequence

from handlers.candidates.fields import shown_source
from handlers.cards import Block
from handlers.request import Scene
from handlers.text import N_, Listing, Text
from storage import members
from storage.members import Person
from storage.outreach import materials
from storage.visits.points import Point, PointKind
from storage.visits.visits import Visit


def who_has_it(scene: Scene, point: Point) -> Text:
    """Who says a point, or brings a material."""
    is_brought = point.kind is PointKind.MATERIAL
    if point.member_id is None:
        return Text(N_("Nobody brings it yet.") if is_brought else N_("Nobody has it yet."))
    sentence = N_("{who} brings it.") if is_brought else N_("{who} says it.")
    return Text(sentence, who=members.people(scene.db, [point.member_id])[point.member_id])


def to_say(scene: Scene, known: Sequence[Point]) -> list[Block]:
    """Every talking point with who says it, each in one line."""
    said = [one for one in known if one.kind is PointKind.POINT]
    people = members.people(scene.db, {one.member_id for one in said if one.member_id is not None})
    return [
        Text(N_("Point: {words} · nobody yet"), words=one.words)
        if one.member_id is None
        else Text(N_("Point: {words} · {who}"), words=one.words, who=people[one.member_id])
        for one in said
    ]


def left_behind(scene: Scene, known: Sequence[Point]) -> list[Block]:
    """What is left behind with them, each with who brings it, in one line."""
    brought = [one for one in known if one.kind is PointKind.MATERIAL]
    if not brought:
        return []
    people = members.people(scene.db, {one.member_id for one in brought if one.member_id is not None})
    named = Listing(tuple(_with_bringer(one, people) for one in brought))
    return [Text(N_("To leave behind: {materials}."), materials=named)]


def _with_bringer(point: Point, people: dict[int, Person]) -> Text:
    if point.member_id is None:
        return Text(N_("{material} (nobody brings it yet)"), material=point.words)
    return Text(N_("{material} ({who} brings it)"), material=point.words, who=people[point.member_id])


def to_bring(scene: Scene, point: Point) -> Text:
    """What its bringer is told, with where it can be read."""
    line = Text(N_("You bring: {material}"), material=point.words)
    listed = materials.with_id(scene.db, point.material_id) if point.material_id is not None else None
    if listed is None or not listed.link:
        return line
    return Text(N_("{line} ({link})"), line=line, link=shown_source(listed.link))


def is_researched(known: Sequence[Point]) -> bool:
    """Whether somebody has noted what is known of whom one meets."""
    return any(one.kind is PointKind.RESEARCH for one in known)


def research(scene: Scene, known: Sequence[Point]) -> list[Block]:
    """Where it can be read what is known of whom one meets, and who found it out."""
    done = [one for one in known if one.kind is PointKind.RESEARCH]
    people = members.people(scene.db, {one.member_id for one in done if one.member_id is not None})
    return [
        Text(N_("Research: {where} ({who})"), where=shown_source(one.words), who=people[one.member_id])
        for one in done
        if one.member_id is not None
    ]


def rehearsal(visit: Visit) -> list[Block]:
    """When a visit is rehearsed, where that is known."""
    if visit.rehearsed_at is None:
        return []
    if visit.rehearsed_where:
        text = N_("Rehearsal: {at}, {place}.")
        return [Text(text, at=visit.rehearsed_at, place=visit.rehearsed_where)]
    return [Text(N_("Rehearsal: {at}."), at=visit.rehearsed_at)]
