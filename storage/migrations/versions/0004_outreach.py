"""Outreach.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('history',
    sa.Column('subject', sa.String(30), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('deed', sa.String(30), nullable=False),
    sa.Column('by_member_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'by_member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_history_coalition_id_by_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_history_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history'))
    )
    with op.batch_alter_table('history', schema=None) as batch_op:
        batch_op.create_index('ix_history_of', ['coalition_id', 'subject', 'row_id'], unique=False)

    op.create_table('chains',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.String(30), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_chains_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_chains_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_chains_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chains')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_chains_coalition_id_id'))
    )
    with op.batch_alter_table('chains', schema=None) as batch_op:
        batch_op.create_index('ix_chains_of_member', ['coalition_id', 'member_id'], unique=False)
        batch_op.create_index('uq_chains_one_open', ['coalition_id', 'candidate_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))

    op.create_table('replies',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_member_id', sa.Integer(), nullable=False),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('thanked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'by_member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_replies_coalition_id_by_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_replies_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'withdrawn_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_replies_coalition_id_withdrawn_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_replies_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_replies')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_replies_coalition_id_id'))
    )
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.create_index('ix_replies_candidate', ['coalition_id', 'candidate_id'], unique=False)

    op.create_table('contacts',
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('chain_id', sa.Integer(), nullable=True),
    sa.Column('tactic', sa.String(), nullable=False),
    sa.Column('outcome', sa.String(30), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_member_id', sa.Integer(), nullable=False),
    sa.Column('logged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'by_member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_contacts_coalition_id_by_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_contacts_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'chain_id'], ['chains.coalition_id', 'chains.id'], name=op.f('fk_contacts_coalition_id_chain_id_chains')),
    sa.ForeignKeyConstraint(['coalition_id', 'withdrawn_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_contacts_coalition_id_withdrawn_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_contacts_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contacts')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_contacts_coalition_id_id'))
    )
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.create_index('ix_contacts_candidate', ['coalition_id', 'candidate_id'], unique=False)
        batch_op.create_index('ix_contacts_chain', ['chain_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('contacts', schema=None) as batch_op:
        batch_op.drop_index('ix_contacts_chain')
        batch_op.drop_index('ix_contacts_candidate')

    op.drop_table('contacts')
    with op.batch_alter_table('replies', schema=None) as batch_op:
        batch_op.drop_index('ix_replies_candidate')

    op.drop_table('replies')
    with op.batch_alter_table('chains', schema=None) as batch_op:
        batch_op.drop_index('uq_chains_one_open', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
        batch_op.drop_index('ix_chains_of_member')

    op.drop_table('chains')
    with op.batch_alter_table('history', schema=None) as batch_op:
        batch_op.drop_index('ix_history_of')

    op.drop_table('history')
