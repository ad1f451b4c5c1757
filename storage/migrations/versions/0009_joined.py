"""Several cards in one message.

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('joined', sa.String(), nullable=True))

    with op.batch_alter_table('posted_cards', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_posted_cards_workspace_id_channel_message_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_posted_cards_workspace_id_channel_message_id_kind_about_id'), ['workspace_id', 'channel', 'message_id', 'kind', 'about_id'])


def downgrade() -> None:
    with op.batch_alter_table('posted_cards', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_posted_cards_workspace_id_channel_message_id_kind_about_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_posted_cards_workspace_id_channel_message_id'), ['workspace_id', 'channel', 'message_id'])
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_column('joined')
