"""A member reads the bot in their own language: sentences and plurals, while names stay as they are."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import update

from bot.dispatch import Dispatcher
from bot.incoming import Typed
from bot.slack.answers import Answers, SlackAnswer
from bot.slack.payloads import Ways
from bot.slack.wording import Reader, to_message_text, to_plain
from bot.translation import DOMAIN, Languages
from handlers.request import Origin
from handlers.text import N_, NP_, Listing, Text
from storage.members import MemberRow
from tests.workspace import BEN, CAMPAIGN, Workspace

SPANISH: Mapping[str | tuple[str, str], str | tuple[str, str]] = {
    "{who} leads.": "{who} dirige.",
    "{lead} No one else yet.": "{lead} Nadie más todavía.",
    "I'll support": "Yo apoyo",
    "Only admins can do this. Ask one of yours; /coalition members names them.": "Solo administradores.",
    "How to use {command}": "Cómo usar {command}",
    ("{n} thing of {who}", "{n} things of {who}"): ("{n} cosa de {who}", "{n} cosas de {who}"),
}  # fmt: skip


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    """Spanish, compiled as translators' files are."""
    catalogue = Catalog(locale="es", domain=DOMAIN)
    for sentence, translated in SPANISH.items():
        catalogue.add(sentence, translated)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / f"{DOMAIN}.mo").write_bytes(compiled.getvalue())
    return Languages(tmp_path / "locale")


@pytest.mark.parametrize("locale", ["es", "es-ES", "es-MX", "es-LA", "es_419"])
def test_a_language_is_found_for_its_regions(languages: Languages, locale: str) -> None:
    assert languages.language(locale).sentence(N_("{who} leads.")) == "{who} dirige."


@pytest.mark.parametrize("locale", [None, "en-US", "xx", "", "zz-ZZ", "../es"])
def test_everybody_else_reads_english(languages: Languages, locale: str | None) -> None:
    assert languages.language(locale).sentence(N_("{who} leads.")) == "{who} leads."


def _reader(languages: Languages) -> Reader:
    return Reader(1, languages.language("es-ES"), ZoneInfo("Europe/Madrid"))


def test_plurals_and_names(languages: Languages) -> None:
    for number, expected in ((1, "1 cosa de {who} leads."), (3, "3 cosas de {who} leads.")):
        text = Text(NP_("{n} thing of {who}", "{n} things of {who}"), n=number, who="{who} leads.")
        assert to_plain(text, _reader(languages)) == expected


def test_lists_are_joined_as_in_that_language(languages: Languages) -> None:
    text = Text(N_("{who} leads."), who=Listing(("Ana", "Ben", "Cora")))
    assert to_message_text(text, _reader(languages)) == "Ana, Ben y Cora dirige."


def _answered(workspace: Workspace, languages: Languages, text: str, root: str = "claim-district") -> str:
    runtime = workspace.runtime
    dispatcher = Dispatcher(workspace.database, runtime.registry, runtime.clock, runtime.reference)
    answers = Answers(languages, ZoneInfo("UTC"))
    origin = Origin(workspace.key, BEN, "ben", CAMPAIGN)
    incoming, ways = Typed(origin, f"command:{root}:{text}", root, text), Ways(in_response=True)

    def encode(outcome: object) -> SlackAnswer:
        return answers.encode(outcome, incoming, ways)  # pyright: ignore[reportArgumentType]  # whatever comes

    answer = dispatcher.handle(incoming, encode)
    return answer.body


@pytest.fixture
def spanish(on_sqlite: Workspace) -> Workspace:
    """A workspace in which Ben has said that he reads Spanish."""
    on_sqlite.set_up()
    on_sqlite.type("/claim-district PA-01", BEN)
    on_sqlite.settle()
    with on_sqlite.database.transaction(on_sqlite.coalition_id) as db:
        db.execute(update(MemberRow).where(MemberRow.name.ilike("ben%")).values(locale="es-ES"))
    return on_sqlite


def test_answers_refusals_and_help_are_translated(spanish: Workspace, languages: Languages) -> None:
    card = _answered(spanish, languages, "PA-07")
    assert "<@U0BEN> dirige. Nadie más todavía." in card
    assert "[Yo apoyo]" in card
    assert "Solo administradores." in _answered(spanish, languages, "role @ana member", "coalition")
    assert "Cómo usar /districts" in _answered(spanish, languages, "help", "districts")
