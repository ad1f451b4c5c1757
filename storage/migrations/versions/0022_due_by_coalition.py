"""what is due and what is stale, found by coalition

Revision: 0022
Follows: 0021
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

_DUE = ('ix_outbox_due', 'outbox', sa.text("state IN ('pending', 'sending')"))
_STALE = ('ix_posted_cards_stale', 'posted_cards', sa.text('wanted_version > shown_version'))


def upgrade() -> None:
    _build_anew(*_DUE, ['coalition_id', 'due_at'])
    _build_anew(*_STALE, ['coalition_id', 'not_before'])


def downgrade() -> None:
    _build_anew(*_DUE, ['due_at'])
    _build_anew(*_STALE, ['not_before'])


def _build_anew(name: str, table: str, only: sa.TextClause, columns: Sequence[str]) -> None:
    op.drop_index(name, table_name=table)
    op.create_index(name, table, list(columns), sqlite_where=only, postgresql_where=only)
