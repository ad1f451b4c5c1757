"""The workspace's own table of what Slack allows, counted in characters unless said otherwise.

Kept apart from the bot's limits on purpose, so that a slip in one shows up against the other.
Source: Slack's Block Kit reference and method pages.
"""

from typing import Final

BLOCKS_IN_MESSAGE: Final = 50
BLOCKS_IN_VIEW: Final = 100
MESSAGE_TEXT: Final = 40_000
VIEW_BYTES: Final = 250_000
VIEWS_IN_STACK: Final = 3

BLOCK_ID: Final = 255
ACTION_ID: Final = 255
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
PRIVATE_METADATA: Final = 3000
VIEW_TITLE: Final = 24

SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
SECTION_FIELD: Final = 2000
HEADER_TEXT: Final = 150
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3000
INPUT_LABEL: Final = 2000
INPUT_HINT: Final = 2000
IMAGE_URL: Final = 3000
IMAGE_ALT: Final = 2000
IMAGE_TITLE: Final = 2000
MARKDOWN_TEXT: Final = 12_000
TABLE_ROWS: Final = 100
TABLE_CELLS: Final = 20

BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
BUTTON_LABEL: Final = 75
OVERFLOW_OPTIONS: Final = 5
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
OPTION_URL: Final = 3000
OPTION_GROUP_LABEL: Final = 75
SELECT_OPTIONS: Final = 100
SELECT_GROUPS: Final = 100
PLACEHOLDER: Final = 150
CHOICE_OPTIONS: Final = 10
TYPED_TEXT: Final = 3000
FILES: Final = 10
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

METADATA_BYTES: Final = 16_000

TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60.0
RESPONSE_URL_USES: Final = 5
