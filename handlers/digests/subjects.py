"""The names of the digests in the outbox."""

DIGEST = "digest"
"""A person's; the row is the member."""

DIGEST_AT_CHOSEN_TIME = "digest-at-chosen-time"
"""A person's at a time that they chose themselves, which goes through their quiet hours."""

CHANNEL_DIGEST = "channel-digest"
"""The coalition's, in a channel; the row is the coalition."""


def date_of(key: str) -> str:
    """The local date for which the digest of that key was written, as in ISO 8601."""
    return key.rsplit(":", 1)[1]
