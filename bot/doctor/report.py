"""`coalition-bot doctor`: the findings as lines for a terminal, and an exit code for scripts."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from bot.doctor.examining import Doctor, Installation, Way
from bot.slack.wording import Reader, to_plain
from bot.threads import DatabaseThreads
from bot.translation import Languages
from config.logging import redacted
from config.settings import Settings
from handlers.coalition.check import MARKS, Finding, Verdict
from storage.database import Database


def installation_of(settings: Settings) -> Installation:
    """What the settings say of the installation."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    way = Way.LOCAL if bot is None else Way.PUBLIC_URL if app is None else Way.SOCKET_MODE
    return Installation(
        way,
        settings.slack_api_url,
        None if bot is None else bot.get_secret_value(),
        None if app is None else app.get_secret_value(),
        settings.public_url,
        f"{settings.host}:{settings.port}",
    )


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything that these settings name."""
    database = Database(settings.database_url)
    threads = DatabaseThreads(database, 1)
    try:
        return await Doctor(installation_of(settings), database, threads).findings()
    finally:
        threads.close()
        database.close()


def as_lines(findings: Iterable[Finding], settings: Settings) -> Iterator[str]:
    """One line a finding, with another below a fault that says how to mend it. No secret is in them."""
    reader = Reader(0, Languages().language("en"), ZoneInfo(settings.coalition_timezone))
    for finding in findings:
        yield redacted(f"{MARKS[finding.verdict]} {to_plain(finding.what, reader)}", settings.secrets)
        if finding.mend is not None:
            yield redacted(f"  {to_plain(finding.mend, reader)}", settings.secrets)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when all is well, 1 when there is a fault."""
    return 1 if any(finding.verdict is Verdict.FAULT for finding in findings) else 0
