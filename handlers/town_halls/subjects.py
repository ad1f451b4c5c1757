"""The names of a town hall's cards and of what is said about it; the row is mostly the event."""

TOWN_HALL = "town-hall"
"""Its card where the coalition announces."""

REVIEW = "town-hall-review"
"""Its card before an organiser, while it waits."""

ALERT = "town-hall-alert"
"""Tells somebody of a new one."""

CHANGED = "town-hall-changed"
CALLED_OFF = "town-hall-called-off"
"""Tell those who know of it."""

BACK_ON = "town-hall-back-on"
"""Tells those who know of one that was called off that it takes place after all."""

PUBLISHED = "town-hall-published"
"""Tells whoever brought it that it was announced."""

MISSED = "town-hall-missed"
"""Asks organisers whether one is off that its list names no more."""

DIFFERS = "town-hall-differs"
"""Asks organisers about one that another list has otherwise, or calls off."""

LIST_TROUBLE = "town-hall-list-trouble"
"""Tells whoever subscribed to a calendar why it cannot be read; the row is the source."""

LIST_READ = "town-hall-list-read"
"""Tells organisers what came of reading a list; the row is the source."""

IN_DAYS = "town-hall-in-days"
TOMORROW = "town-hall-tomorrow"
IN_HOURS = "town-hall-in-hours"
"""Three days, a day and two hours before, for those who go."""

OVER = "town-hall-over"
"""Has its card drawn anew at its end; says nothing."""

HOW_IT_WENT = "town-hall-how-it-went"
"""What came of it for one who went: its card, and what asks for it. The row is what they brought back."""

BEFORE = (IN_DAYS, TOMORROW, IN_HOURS)
"""All that is said to those who go."""
