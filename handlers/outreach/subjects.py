"""The names of what outreach says later, and of its cards."""

FOLLOW_UP = "follow-up"
"""A chain's nudge and card; the row is the chain."""

CHAIN_OVER = "chain-over"
"""What is said a week after the last follow-up; the row is the chain."""

CHAIN_TAKEN_OVER = "chain-taken-over"
CHAIN_LEFT = "chain-left"
ANSWERED = "answered"
"""Tells whoever followed up that somebody else logged the answer; the row is the reply."""

CONTACT_CHANGED = "contact-changed-for-you"
REPLY_CHANGED = "reply-changed-for-you"
"""Both tell whoever logged it that somebody else took it back or corrected it."""

THANKS = "thanks"
"""A supportive answer's nudge and card; the row is the reply."""

LOOK_UP = "look-up-candidates"
STILL_ON_IT = "still-on-it"
"""Both after a claim; the row is the claim."""
