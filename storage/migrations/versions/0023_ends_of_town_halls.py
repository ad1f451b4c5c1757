"""whether it was said until when a town hall goes

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('town_halls', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_end', sa.Boolean(), nullable=False, server_default=sa.false()))
    # What was typed as long as is assumed anyway can't be told from what was assumed.
    op.execute("UPDATE town_halls SET has_end = (minutes <> 90)")


def downgrade() -> None:
    with op.batch_alter_table('town_halls', schema=None) as batch_op:
        batch_op.drop_column('has_end')
