"""Town halls, where they come from, who goes, and who watches a seat.

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('town_hall_sources',
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('trusted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trusted_by_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.Column('trouble', sa.String(), nullable=True),
    sa.Column('last_counts', sa.String(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_sources_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'trusted_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_sources_coalition_id_trusted_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_sources_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_sources')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_hall_sources_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'kind', 'key', name=op.f('uq_town_hall_sources_coalition_id_kind_key'))
    )
    op.create_table('watches',
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_watches_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_watches_coalition_id_coalitions')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_watches_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watches')),
    sa.UniqueConstraint('coalition_id', 'seat_id', 'member_id', name=op.f('uq_watches_coalition_id_seat_id_member_id'))
    )
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.create_index('ix_watches_of_member', ['coalition_id', 'member_id'], unique=False)

    op.create_table('town_hall_unread',
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('detail', sa.String(), nullable=False),
    sa.Column('who', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'source_id'], ['town_hall_sources.coalition_id', 'town_hall_sources.id'], name=op.f('fk_town_hall_unread_coalition_id_source_id_town_hall_sources')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_unread_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_unread')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_hall_unread_coalition_id_id'))
    )
    with op.batch_alter_table('town_hall_unread', schema=None) as batch_op:
        batch_op.create_index('ix_town_hall_unread_source', ['coalition_id', 'source_id'], unique=False)

    op.create_table('town_halls',
    sa.Column('stage', sa.String(30), nullable=False),
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=True),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('clock', sa.Time(), nullable=True),
    sa.Column('timezone', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('said_by', sa.String(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=True),
    sa.Column('brought_by_id', sa.Integer(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('is_placed', sa.Boolean(), nullable=False),
    sa.Column('listed', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'brought_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_halls_coalition_id_brought_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_town_halls_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'decided_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_halls_coalition_id_decided_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'source_id'], ['town_hall_sources.coalition_id', 'town_hall_sources.id'], name=op.f('fk_town_halls_coalition_id_source_id_town_hall_sources')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_halls_coalition_id_coalitions')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_town_halls_official_id_officials')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_town_halls_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_halls')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_halls_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'source_id', 'external_id', name=op.f('uq_town_halls_coalition_id_source_id_external_id'))
    )
    with op.batch_alter_table('town_halls', schema=None) as batch_op:
        batch_op.create_index('ix_town_halls_seat', ['coalition_id', 'seat_id'], unique=False)
        batch_op.create_index('ix_town_halls_when', ['coalition_id', 'starts_at'], unique=False)

    op.create_table('town_hall_goers',
    sa.Column('town_hall_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_town_hall_goers_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_town_hall_goers_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_goers_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_goers')),
    sa.UniqueConstraint('coalition_id', 'town_hall_id', 'member_id', name=op.f('uq_town_hall_goers_coalition_id_town_hall_id_member_id'))
    )
    with op.batch_alter_table('town_hall_goers', schema=None) as batch_op:
        batch_op.create_index('ix_town_hall_goers_of_member', ['coalition_id', 'member_id'], unique=False)



def downgrade() -> None:
    op.drop_table('town_hall_unread')
    op.drop_table('town_hall_goers')
    op.drop_table('town_halls')
    op.drop_table('watches')
    op.drop_table('town_hall_sources')
