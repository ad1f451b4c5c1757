"""town halls that stand in several lists, and lists whose office hours are asked for

Revision: 0020
Follows: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('town_hall_listings',
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('town_hall_id', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'source_id'], ['town_hall_sources.coalition_id', 'town_hall_sources.id'], name=op.f('fk_town_hall_listings_coalition_id_source_id_town_hall_sources')),
    sa.ForeignKeyConstraint(['coalition_id', 'town_hall_id'], ['town_halls.coalition_id', 'town_halls.id'], name=op.f('fk_town_hall_listings_coalition_id_town_hall_id_town_halls')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_town_hall_listings_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_hall_listings')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_town_hall_listings_coalition_id_id')),
    sa.UniqueConstraint('coalition_id', 'source_id', 'external_id', name=op.f('uq_town_hall_listings_coalition_id_source_id_external_id'))
    )
    with op.batch_alter_table('town_hall_sources', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_office_hours', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('town_hall_sources', schema=None) as batch_op:
        batch_op.drop_column('has_office_hours')
    op.drop_table('town_hall_listings')
