"""Digests: when members want theirs, up to when they were written; a coalition's deadline.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('digest_marks',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_digest_marks_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_marks')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_digest_marks_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'kind', name=op.f('uq_digest_marks_coalition_id_kind'))
    )
    op.create_table('digests',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.String(30), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_digests_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_digests_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digests')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_digests_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'member_id', name=op.f('uq_digests_coalition_id_member_id'))
    )
    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deadline', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.drop_column('deadline')
    op.drop_table('digests')
    op.drop_table('digest_marks')
