"""tasks that need not be done any more, reminders of them without an end, and accounts that can take no part

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_dropped', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('outsider', sa.String(30), nullable=True))
    # Each reminder writes the next one down from now on: one is left of those that wait, and one is written
    # where there was none any more.
    op.execute("""
        UPDATE outbox SET state = 'dropped', why = 'the reminder before it writes it anew'
        WHERE kind = 'task' AND state = 'pending' AND id NOT IN (
            SELECT MIN(id) FROM outbox WHERE kind = 'task' AND state = 'pending' GROUP BY coalition_id, about_id
        )
    """)
    op.execute("""
        INSERT INTO outbox (coalition_id, kind, about_id, key, member_id, due_at, state, attempt, written_at)
        SELECT coalition_id, 'task', id, 'task:' || id || '.again', owner_id, CURRENT_TIMESTAMP, 'pending', 0,
            CURRENT_TIMESTAMP
        FROM tasks
        WHERE done_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM outbox WHERE outbox.coalition_id = tasks.coalition_id AND outbox.about_id = tasks.id
            AND outbox.kind = 'task' AND outbox.state IN ('pending', 'sending')
        )
    """)


def downgrade() -> None:
    with op.batch_alter_table('accounts', schema=None) as batch_op:
        batch_op.drop_column('outsider')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_column('is_dropped')
