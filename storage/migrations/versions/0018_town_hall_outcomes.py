"""what came of town halls, and whether answers may be shared

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('town_hall_outcomes',
    sa.Column('town_hall_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('result', sa.String(30), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('question', sa.Text(), nullable=True),
    sa.Column('answer', sa.String(30), nullable=True),
    sa.Column('their_words', sa.Text(), nullable=True),
    sa.Column('link', sa.String(), nullable=True),
    sa.Column('reply_id', sa.Integer(), nullable=True),
    sa.Column('again_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_outcomes_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'reply_id'], ['replies.coalition_id', 'replies.id'], name=op.f('fk_town_hall_outcomes_coalition_id_reply_id_replies')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_town_hall_outcomes_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_outcomes_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_outcomes')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_hall_outcomes_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'town_hall_id', 'member_id', name=op.f('uq_town_hall_outcomes_coalition_id_town_hall_id_member_id'))
    )
    with op.batch_alter_table('town_hall_outcomes', schema=None) as batch_op:
        batch_op.create_index('ix_town_hall_outcomes_again', ['coalition_id', 'again_at'], unique=False)

    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('may_publish', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('coalitions', schema=None) as batch_op:
        batch_op.drop_column('may_publish')
    op.drop_table('town_hall_outcomes')
