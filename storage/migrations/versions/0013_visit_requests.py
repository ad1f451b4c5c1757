"""Requests for visits.

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('visit_requests',
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('level', sa.String(30), nullable=False),
    sa.Column('followed_up', sa.Integer(), nullable=False),
    sa.Column('followed_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(30), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_visit_requests_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'made_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_requests_coalition_id_made_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_requests_coalition_id_coalitions')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_visit_requests_official_id_officials')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_visit_requests_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_requests')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_visit_requests_coalition_id_id'))
    )
    with op.batch_alter_table('visit_requests', schema=None) as batch_op:
        batch_op.create_index('ix_visit_requests_seat', ['coalition_id', 'seat_id'], unique=False)



def downgrade() -> None:
    op.drop_table('visit_requests')
