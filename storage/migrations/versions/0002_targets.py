"""Targets, and terms without a known beginning.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('targets',
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_targets_coalition_id_coalitions')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_targets_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets')),
    sa.UniqueConstraint('coalition_id', 'seat_id', name=op.f('uq_targets_coalition_id_seat_id'))
    )
    with op.batch_alter_table('tenures', schema=None) as batch_op:
        batch_op.alter_column('started',
               existing_type=sa.DATE(),
               nullable=True)



def downgrade() -> None:
    with op.batch_alter_table('tenures', schema=None) as batch_op:
        batch_op.alter_column('started',
               existing_type=sa.DATE(),
               nullable=False)

    op.drop_table('targets')
