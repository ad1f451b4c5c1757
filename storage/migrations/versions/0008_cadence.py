"""After how many days a campaign follows a request up; outbox rows by what they are about.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('follow_ups', sa.String(), nullable=True))
    op.create_index('ix_outbox_about', 'outbox', ['about_id', 'kind'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_outbox_about', table_name='outbox')
    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.drop_column('follow_ups')
