"""What an operator is told when Slack does not let the bot in at the start."""

from bot.platform import NO_ANSWER, PlatformError, Trouble


def refusal(error: PlatformError, address: str) -> str:
    """Why the bot token is of no use at this address of Slack's, in one sentence."""
    if error.trouble in NO_ANSWER:
        return f"Slack does not answer at SLACK_API_URL ({address}); check the network and the address."
    if error.trouble is Trouble.RATE_LIMITED:
        return "Slack asks for a pause before it answers again; try in a minute."
    return (
        f"Slack refuses SLACK_BOT_TOKEN ({error.code}): copy it again from your Slack app's page "
        "“OAuth & Permissions”."
    )
