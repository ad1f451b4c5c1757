"""Whether Slack knows the bot by its token, and which of the scopes that it needs were granted."""

from bot.doctor.asking import NO_ANSWER, Told
from bot.slack.scopes import REQUIRED
from handlers.coalition.check import Finding, Verdict
from handlers.text import N_, Text

_REMOVED = ("account_inactive", "token_revoked", "token_expired")


def check_token(told: Told, api_url: str) -> list[Finding]:
    """What `auth.test` says of the bot's token."""
    match told.error:
        case "":
            what = Text(
                N_("The bot's token works: it is {bot} in {workspace}."),
                bot=f"@{told.words('user')}",
                workspace=told.words("team"),
            )
            return [Finding(Verdict.GOOD, what)]
        case _ if told.error == NO_ANSWER:
            return [
                Finding(
                    Verdict.FAULT,
                    Text(N_("Slack does not answer at {address}."), address=api_url),
                    Text(
                        N_("Check this machine's way out (firewall, proxy), and SLACK_API_URL if it is set.")
                    ),
                )
            ]
        case "ratelimited":
            return [Finding(Verdict.UNKNOWN, Text(N_("Slack asks to be left alone for a minute.")))]
        case code if code in _REMOVED:
            return [
                Finding(
                    Verdict.FAULT,
                    Text(N_("The bot was removed from its workspace ({code})."), code=code),
                    Text(
                        N_(
                            "Install the app again on its page “Install App”, and put the new token into "
                            "SLACK_BOT_TOKEN."
                        )
                    ),
                )
            ]
        case code:
            return [
                Finding(
                    Verdict.FAULT,
                    Text(N_("Slack refuses SLACK_BOT_TOKEN ({code})."), code=code),
                    Text(N_("Copy it again from your Slack app's page “OAuth & Permissions”.")),
                )
            ]


def check_scopes(told: Told) -> list[Finding]:
    """Which scopes the token lacks, one finding each; nothing to say where the token does not work."""
    if told.error:
        return []
    header = told.headers.get("x-oauth-scopes")
    if header is None:
        return [Finding(Verdict.UNKNOWN, Text(N_("Slack did not say which scopes the bot has.")))]
    granted = {name.strip() for name in header.split(",")}
    missing = [
        Finding(
            Verdict.FAULT,
            Text(N_("The scope {scope} is missing."), scope=scope.name),
            Text(
                N_(
                    "The bot needs {scope} {why}: add it on your Slack app's page “OAuth & Permissions”, "
                    "then install the app again."
                ),
                scope=scope.name,
                why=Text(scope.why),
            ),
        )
        for scope in REQUIRED
        if scope.name not in granted
    ]
    return missing or [Finding(Verdict.GOOD, Text(N_("All scopes that the bot needs are granted.")))]
