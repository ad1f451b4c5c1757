"""Turns in a channel, and what may have been said already.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('paces',
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'workspace_id'], ['workspaces.coalition_id', 'workspaces.id'], name=op.f('fk_paces_coalition_id_workspace_id_workspaces')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_paces_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paces')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_paces_coalition_id_id')),
    sa.UniqueConstraint('workspace_id', 'channel', name=op.f('uq_paces_workspace_id_channel'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slot_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('unclear_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('unclear_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        for column in ('unclear_at', 'unclear_since', 'tried_at', 'slot_at'):
            batch_op.drop_column(column)
    op.drop_table('paces')
