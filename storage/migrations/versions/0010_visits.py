"""Visits, who comes to them, who does what there, what came of them, and calendars of them.

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feeds',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_calendar_feeds_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_calendar_feeds_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feeds')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_calendar_feeds_coalition_id_id')),
    sa.UniqueConstraint('token', name=op.f('uq_calendar_feeds_token'))
    )
    with op.batch_alter_table('calendar_feeds', schema=None) as batch_op:
        batch_op.create_index('uq_calendar_feeds_standing', ['coalition_id', 'member_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    op.create_table('visits',
    sa.Column('stage', sa.String(30), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('official_id', sa.Integer(), nullable=True),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('clock', sa.Time(), nullable=True),
    sa.Column('timezone', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('most_people', sa.Integer(), nullable=True),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'cancelled_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visits_coalition_id_cancelled_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'candidate_id'], ['candidates.coalition_id', 'candidates.id'], name=op.f('fk_visits_coalition_id_candidate_id_candidates')),
    sa.ForeignKeyConstraint(['coalition_id', 'made_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visits_coalition_id_made_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'workspace_id'], ['workspaces.coalition_id', 'workspaces.id'], name=op.f('fk_visits_coalition_id_workspace_id_workspaces')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visits_coalition_id_coalitions')),
    sa.ForeignKeyConstraint(['official_id'], ['officials.id'], name=op.f('fk_visits_official_id_officials')),
    sa.ForeignKeyConstraint(['seat_id'], ['seats.id'], name=op.f('fk_visits_seat_id_seats')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_visits_coalition_id_id'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index('ix_visits_seat', ['coalition_id', 'seat_id'], unique=False)
        batch_op.create_index('ix_visits_when', ['coalition_id', 'starts_at'], unique=False)

    op.create_table('story_consents',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('willing', sa.String(30), nullable=False),
    sa.Column('hearers', sa.String(30), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('shown_name', sa.String(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_story_consents_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_story_consents_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_story_consents_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_story_consents')),
    sa.UniqueConstraint('coalition_id', 'visit_id', 'member_id', name=op.f('uq_story_consents_coalition_id_visit_id_member_id'))
    )
    op.create_table('tasks',
    sa.Column('visit_id', sa.Integer(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'done_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_tasks_coalition_id_done_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'made_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_tasks_coalition_id_made_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'owner_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_tasks_coalition_id_owner_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_tasks_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_tasks_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_tasks_coalition_id_id'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index('ix_tasks_of_owner', ['coalition_id', 'owner_id'], unique=False)
        batch_op.create_index('ix_tasks_of_visit', ['coalition_id', 'visit_id'], unique=False)

    op.create_table('visit_debriefs',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('met', sa.String(30), nullable=True),
    sa.Column('next_contact', sa.Date(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by_id', sa.Integer(), nullable=True),
    sa.Column('thanked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('thanked_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'done_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_debriefs_coalition_id_done_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'thanked_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_debriefs_coalition_id_thanked_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_visit_debriefs_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_debriefs_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_debriefs')),
    sa.UniqueConstraint('coalition_id', 'visit_id', name=op.f('uq_visit_debriefs_coalition_id_visit_id'))
    )
    op.create_table('visit_notes',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('by_member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'by_member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_notes_coalition_id_by_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_visit_notes_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_notes_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_notes')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_visit_notes_coalition_id_id'))
    )
    with op.batch_alter_table('visit_notes', schema=None) as batch_op:
        batch_op.create_index('ix_visit_notes_of_visit', ['coalition_id', 'visit_id'], unique=False)

    op.create_table('visit_parts',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('shared_by', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(30), nullable=False),
    sa.Column('assumed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('assumed_by_id', sa.Integer(), nullable=False),
    sa.Column('renounced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'assumed_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_parts_coalition_id_assumed_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_parts_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_visit_parts_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_parts_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_parts')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_visit_parts_coalition_id_id'))
    )
    with op.batch_alter_table('visit_parts', schema=None) as batch_op:
        batch_op.create_index('ix_visit_parts_of_member', ['coalition_id', 'member_id'], unique=False)
        batch_op.create_index('ix_visit_parts_of_visit', ['coalition_id', 'visit_id'], unique=False)
        batch_op.create_index('uq_visit_parts_one_holder', ['coalition_id', 'visit_id', 'role', 'shared_by'], unique=True, sqlite_where=sa.text("state IN ('asked', 'held')"), postgresql_where=sa.text("state IN ('asked', 'held')"))

    op.create_table('visit_people',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String(30), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_people_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_visit_people_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_people_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_people')),
    sa.UniqueConstraint('coalition_id', 'visit_id', 'member_id', name=op.f('uq_visit_people_coalition_id_visit_id_member_id'))
    )
    with op.batch_alter_table('visit_people', schema=None) as batch_op:
        batch_op.create_index('ix_visit_people_of_member', ['coalition_id', 'member_id'], unique=False)

    op.create_table('visit_points',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(30), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stance', sa.String(30), nullable=True),
    sa.Column('their_words', sa.String(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'added_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_points_coalition_id_added_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'member_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_visit_points_coalition_id_member_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'visit_id'], ['visits.coalition_id', 'visits.id'], name=op.f('fk_visit_points_coalition_id_visit_id_visits')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_visit_points_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_points')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_visit_points_coalition_id_id'))
    )
    with op.batch_alter_table('visit_points', schema=None) as batch_op:
        batch_op.create_index('ix_visit_points_of_visit', ['coalition_id', 'visit_id'], unique=False)



def downgrade() -> None:
    for table in (
        'tasks', 'story_consents', 'visit_notes', 'visit_debriefs', 'visit_points', 'visit_people',
        'visit_parts', 'visits', 'calendar_feeds',
    ):
        op.drop_table(table)
