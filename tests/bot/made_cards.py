"""Cards and forms as hypothesis makes them: of any shape, with whatever people call themselves."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.identifiers import fits
from handlers.areas import all_areas
from handlers.cards import (
    About,
    Button,
    Card,
    Choice,
    Field,
    FieldKind,
    Fields,
    Form,
    FormField,
    Menu,
    Note,
    Picture,
    Row,
    Rows,
    Style,
)
from handlers.text import NP_, ChannelRef, Link, Listing, Message, Strong, Text, Value, verbatim
from storage.members import AccountRef, Person

WORKSPACE = 7
EVIL = (
    "<!channel>", "<@U0EVIL>", "<!here|here>", "<!subteam^S0EVIL>", "<https://evil.example|click>", "*bold*",
    "&<>&amp;&lt;", "{who}", "a\nb\r\nc", "", " ", "\u202eright to left\u202c", "نادية", ":tada:", "\x00",
    "\U0001f469\u200d\U0001f467", "`code` ~no~", "x" * 10_000, "&" * 10_000, "<" * 3000, "a|b>c", ">quote",
    "é" * 2999 + "<@U0EVIL>", "\ufdfa" * 10_000, "* * *",
)  # fmt: skip

words = st.one_of(st.sampled_from(EVIL), st.text(max_size=40))
moments = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds must be naive; what is drawn has a zone
people = st.builds(
    Person,
    member_id=st.integers(1, 9),
    name=words,
    organization=st.none() | words,
    accounts=st.sampled_from([(), (AccountRef(WORKSPACE, "U0ANA"),), (AccountRef(8, "U0FAR"),)]),
)
links = st.builds(
    Link, st.sampled_from(["https://a.example/?q=1&r=2", "https://b.example"]), words.map(verbatim)
)
plain: st.SearchStrategy[Value] = st.one_of(
    words, st.integers(), people, moments, st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.just(ChannelRef("C0CAMPAIGN")), links,
)  # fmt: skip


def _texts(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Text]:
    sentences = st.sampled_from(["{a}", "{a} leads {b}.", "No places.", "{b}\n{a}", "{a}{a}{b}"])
    return st.builds(_sentence, sentences, values, values) | st.builds(_counted, st.integers(0, 5), values)


def _sentence(sentence: str, a: Value, b: Value) -> Text:
    return Text(Message(sentence), a=a, b=b)


def _counted(n: int, a: Value) -> Text:
    return Text(NP_("{n} of {a}", "{n} of all {a}"), n=n, a=a)


def _many(some: list[Row], times: int) -> Rows:
    return Rows(tuple(some) * times)


def _nested(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    listing = st.lists(inner, max_size=4).map(lambda items: Listing(tuple(items)))
    return st.one_of(inner.map(Strong), listing, _texts(inner))


values: st.SearchStrategy[Value] = st.recursive(plain, _nested, max_leaves=4)
texts = _texts(values)
_COMMANDS = [found for found in all_areas().commands.values() if found.parameters]


@st.composite
def buttons(draw: st.DrawFn) -> Button:
    """A button of some command, with ids as its arguments."""
    command = draw(st.sampled_from(_COMMANDS))
    names = [parameter.name for parameter in command.parameters]
    some = draw(st.lists(st.sampled_from(names), unique=True))
    arguments = {name: str(draw(st.integers(0, 99_999))) for name in some}
    if not fits(command, arguments):
        arguments = {}
    button = Button.with_kept(draw(texts), command, arguments)
    button.style = draw(st.sampled_from(Style))
    return button


choices = st.builds(Choice, texts, st.integers(0, 10**6).map(str))


@st.composite
def menus(draw: st.DrawFn) -> Menu:
    """A menu of some command's first argument."""
    command = draw(st.sampled_from(_COMMANDS))
    options = tuple(draw(st.lists(choices, max_size=4))) * draw(st.sampled_from([1, 1, 40]))
    menu = Menu(Message("Choose"), command, command.parameters[0].name, options)
    menu.placeholder = draw(texts)
    return menu


rows = st.builds(Row, texts, st.lists(buttons(), max_size=3).map(tuple))
parts = st.one_of(
    texts,
    texts.map(Note),
    st.lists(st.builds(Field, texts, texts), max_size=12).map(lambda fields: Fields(tuple(fields))),
    st.builds(_many, st.lists(rows, max_size=4), st.sampled_from([1, 1, 30])),
    st.builds(Picture, st.just("https://pictures.example/map.png"), texts),
)
cards = st.builds(
    Card,
    title=st.none() | texts,
    body=st.lists(parts, max_size=6).map(tuple),
    actions=st.lists(buttons() | menus(), max_size=30).map(tuple),
    about=st.none() | st.builds(About, st.sampled_from(["district", "lead-offer"]), st.integers(1, 10**6)),
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form of some command, with fields of every kind."""
    command = draw(st.sampled_from(_COMMANDS))
    kinds = [kind for kind in FieldKind if kind is not FieldKind.HIDDEN]
    fields: list[FormField] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=8))):
        options = tuple(
            draw(st.lists(choices, min_size=1, max_size=5, unique_by=lambda choice: choice.value))
        )
        initial = {
            FieldKind.MENU: options[0],
            FieldKind.TYPE_AHEAD: options[0],
            FieldKind.PERSON: Choice(verbatim("Ana"), "U0ANA"),
            FieldKind.CHANNEL: Choice(verbatim("campaign"), "C0CAMPAIGN"),
            FieldKind.DAY: Choice(verbatim("2027-03-13"), "2027-03-13"),
            FieldKind.TIME: Choice(verbatim("14:30"), "14:30"),
        }.get(kind, Choice(verbatim("words"), draw(st.text(min_size=1, max_size=50))))
        fields.append(
            FormField(
                name=f"field{number}",
                label=draw(texts),
                kind=kind,
                required=draw(st.booleans()),
                hint=draw(st.none() | texts),
                options=options,
                initial=draw(st.sampled_from([None, initial])),
                most=draw(st.sampled_from([1, 80, 3000, 9000])),
            )
        )
    kept = {"page": str(draw(st.integers(0, 99)))} if draw(st.booleans()) else {}
    return Form(command, draw(texts), draw(texts), tuple(fields), kept)
