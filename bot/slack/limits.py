"""What Slack allows: Block Kit's limits, as named constants (Slack's Block Kit reference)."""

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
TEXT_OF_MESSAGE = 40_000
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
BUTTON_TEXT = 75
OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
PLACEHOLDER = 150
INPUT_LABEL = 2000
INPUT_HINT = 2000
INPUT_MOST = 3000
VIEW_TITLE = 24
VIEW_SUBMIT = 24
PRIVATE_METADATA = 3000
BLOCK_ID = 255
IMAGE_URL = 3000
IMAGE_ALT = 2000
ELEMENTS_BYTES = 200_000
"""Of all blocks of a view together, as JSON; Slack takes 250 KB of the whole view."""


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shortened_markup(marked: str, most: int) -> str:
    """Escaped text or mrkdwn, cut likewise, but never inside a mention, a link or an escaped character."""
    if len(marked) <= most:
        return marked
    cut = marked[: most - 1]
    opened = cut.rfind("<")
    if opened > cut.rfind(">"):
        cut = cut[:opened]
    escape = cut.rfind("&")
    if escape > cut.rfind(";"):
        cut = cut[:escape]
    return cut.rstrip() + "…"
