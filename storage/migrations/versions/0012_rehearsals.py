"""Rehearsals of visits.

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rehearsed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('rehearsed_where', sa.String(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_column('rehearsed_where')
        batch_op.drop_column('rehearsed_at')
