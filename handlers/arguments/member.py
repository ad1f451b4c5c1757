"""Arguments that are people: mentioned with @, or picked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.arguments.kind import ArgumentKind
from handlers.cards import FieldKind, Refused
from handlers.text import N_, Text
from storage import members
from storage.members import Member, Outsider

if TYPE_CHECKING:
    from handlers.request import Origin, Request

_REFUSED = {
    Outsider.BOT: N_("A bot can't take part. Pick a person."),
    Outsider.GUEST: N_("A guest from another workspace can't take part here. Pick somebody of yours."),
}
_MENTION = re.compile(r"<@!?(\w+)(?:\|([^>]*))?>")


class MemberKind(ArgumentKind[Member]):
    """Somebody of this workspace. Whoever is mentioned for the first time becomes a member."""

    field = FieldKind.PERSON

    def evident(self, words: str) -> bool:
        """Whether this is a mention."""
        return words.startswith("@") or _MENTION.fullmatch(words) is not None

    def parse(self, typed: str, request: Request) -> Member:
        """The person behind a mention; a bare name is refused, since names are not unique."""
        mention = _mention(typed)
        return self._known(mention.group(1), mention.group(2) or "", request)

    def prefill(self, typed: str, request: Request) -> str | None:
        """The platform's user id of a mention."""
        return _mention(typed).group(1)

    def dump(self, value: Member, origin: Origin) -> str:
        """The member's row id."""
        return str(value.id)

    def load(self, kept: str, request: Request) -> Member:
        """A member by row id, or by the platform's user id as a form's picker gives it."""
        if kept.isascii() and kept.isdigit() and len(kept) < 15:
            found = members.with_id(request.db, int(kept))
            if found is None:
                raise Refused(Text(N_("That person is no longer on the list.")))
            return found
        return self._known(kept, "", request)

    def _known(self, user: str, name: str, request: Request) -> Member:
        workspace = request.origin.workspace
        if user in (workspace.bot_user_id, "USLACKBOT"):
            raise Refused(Text(_REFUSED[Outsider.BOT]))
        found = members.with_account(request.db, workspace.id, user)
        if found is not None:
            member, account = found
            if account.outsider is Outsider.GONE:
                request.look_up_again(account)
            elif account.outsider is not None:
                raise Refused(Text(_REFUSED[account.outsider]))
            return member
        return request.welcome(user, name or user)[0]


def _mention(typed: str) -> re.Match[str]:
    found = _MENTION.fullmatch(typed.strip())
    if found is None:
        text = Text(
            N_("I can't tell who “{typed}” is. Type @ and pick the person from the list."), typed=typed[:60]
        )
        raise Refused(text)
    return found
