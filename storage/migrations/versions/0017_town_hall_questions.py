"""town hall questions

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('questions',
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('town_hall_id', sa.Integer(), nullable=True),
    sa.Column('same_as', sa.String(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'author_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_questions_coalition_id_author_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_questions_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_questions_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_questions')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_questions_coalition_id_id'))
    )
    with op.batch_alter_table('questions', schema=None) as batch_op:
        batch_op.create_index('ix_questions_same', ['coalition_id', 'same_as'], unique=False)

    op.create_table('town_hall_askers',
    sa.Column('town_hall_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('variant', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('passed', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_askers_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'question_id'], ['questions.coalition_id', 'questions.id'], name=op.f('fk_town_hall_askers_coalition_id_question_id_questions')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_town_hall_askers_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_askers_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_askers')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_hall_askers_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'town_hall_id', 'member_id', name=op.f('uq_town_hall_askers_coalition_id_town_hall_id_member_id')),
    sa.UniqueConstraint('coalition_id', 'town_hall_id', 'variant', name=op.f('uq_town_hall_askers_coalition_id_town_hall_id_variant'))
    )
    with op.batch_alter_table('town_hall_askers', schema=None) as batch_op:
        batch_op.create_index('ix_town_hall_askers_of_member', ['coalition_id', 'member_id'], unique=False)

    op.create_table('town_hall_index_cards',
    sa.Column('town_hall_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'made_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_index_cards_coalition_id_made_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_town_hall_index_cards_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_index_cards_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_index_cards')),
    sa.UniqueConstraint('coalition_id', 'town_hall_id', name=op.f('uq_town_hall_index_cards_coalition_id_town_hall_id')),
    sa.UniqueConstraint('token', name=op.f('uq_town_hall_index_cards_token'))
    )


def downgrade() -> None:
    op.drop_table('town_hall_index_cards')
    op.drop_table('town_hall_askers')
    op.drop_table('questions')
