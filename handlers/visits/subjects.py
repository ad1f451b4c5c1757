"""The names of a visit's cards and of what is said about it later."""

VISIT = "visit"
"""The card of a visit in its channel; the row is the visit."""

ROLES = "visit-roles"
"""The card with a visit's people and roles, in the thread below it; the row is the visit."""

PART = "visit-part"
"""Asks somebody to take a role, or offers it; the row is the part."""

PART_UNANSWERED = "visit-part-unanswered"
"""Offers a role to the next, since whoever was offered it has not answered; the row is the part."""

PART_ANSWERED = "visit-part-answered"
"""Tells who assigned a role that it was declined or given up; the row is the part."""

NO_FACILITATOR = "visit-no-facilitator"
"""Tells the organiser that the facilitator is lost within the last day; the row is their part."""

MOVED = "visit-moved"
CANCELLED = "visit-cancelled"
MOVED_TONIGHT = "visit-moved-tonight"
CANCELLED_TONIGHT = "visit-cancelled-tonight"
"""The same, to whom it would be told too late when their night is over."""

NEARBY = "visit-nearby"
"""Tells of a visit with a person whom somebody visits, or is in touch with, too; the row is the visit."""

CONTACT_NEARBY = "visit-contact-nearby"
"""Tells whoever arranged a visit of somebody else's contact in that week; the row is the contact."""

REQUEST_NEARBY = "visit-request-nearby"
"""Tells whoever arranged a visit that somebody else asked the same person for one; the row is the request."""

PREPARE = "visit-prepare"
"""Five days before: what is missing, for whoever arranged it."""

REHEARSE = "visit-rehearse"
"""Two days before: no rehearsal, points that nobody says; for the facilitator."""

GAPS = "visit-gaps"
"""A day before: who is missing that it cannot do without."""

DAY_BEFORE = "visit-day-before"
HOUR_BEFORE = "visit-hour-before"
"""Everybody's own card, long and short."""

BEFORE = (PREPARE, REHEARSE, GAPS, DAY_BEFORE, HOUR_BEFORE)
"""All that is said before a visit; the row is the visit."""

DEBRIEF = "visit-debrief"
VISIT_THANKS = "visit-thanks"
KEEP_IN_TOUCH = "visit-keep-in-touch"
"""After a visit; the row is the visit."""

AFTER = (DEBRIEF, VISIT_THANKS, KEEP_IN_TOUCH)
"""What is said after a visit, and written before it; the row is the visit."""

VISIT_REQUEST = "visit-request"
"""A request for a visit: its reminders and its card; the row is the request."""

TASK = "task"
"""A task's reminder and card; the row is the task."""
