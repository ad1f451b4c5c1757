"""Pages that stay current.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('posted_cards', schema=None) as batch_op:
        batch_op.alter_column('outbox_id',
               existing_type=sa.INTEGER(),
               nullable=True)



def downgrade() -> None:
    with op.batch_alter_table('posted_cards', schema=None) as batch_op:
        batch_op.alter_column('outbox_id',
               existing_type=sa.INTEGER(),
               nullable=False)

