"""Which kind reads which type of argument."""

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from handlers.arguments.channel import ChannelKind
from handlers.arguments.kind import ArgumentKind
from handlers.arguments.member import MemberKind
from handlers.arguments.organization import OrganizationKind
from handlers.arguments.plain import Number, Words
from handlers.arguments.race import ContestKind
from handlers.arguments.seat import SeatKind
from handlers.arguments.zone import ZoneKind
from handlers.text import ChannelRef
from storage.members import Member
from storage.organizations import Organization
from storage.races import Contest
from storage.seats import Seat

__all__ = ["ArgumentKind", "kind_of"]


def kind_of(hint: Any) -> ArgumentKind[Any]:
    """The kind for a parameter's type; `X | None` reads as X.

    Raises:
        TypeError: for a type that no kind reads; enums need `Annotated[…, OneOf(…)]` for their labels.
    """
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    kinds: dict[Any, ArgumentKind[Any]] = {
        Seat: SeatKind(),
        Contest: ContestKind(),
        Member: MemberKind(),
        Organization: OrganizationKind(),
        ZoneInfo: ZoneKind(),
        ChannelRef: ChannelKind(),
        str: Words(),
        int: Number(),
    }
    if hint not in kinds:
        raise TypeError(f"no argument kind reads {hint!r}")
    return kinds[hint]
