"""Materials, and which contact gave which.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('materials',
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_key', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('version_key', sa.String(), nullable=False),
    sa.Column('link', sa.String(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'added_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_materials_coalition_id_added_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id', 'withdrawn_by_id'], ['members.coalition_id', 'members.id'], name=op.f('fk_materials_coalition_id_withdrawn_by_id_members')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_materials_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_materials_coalition_id_id'))
    )
    with op.batch_alter_table('materials', schema=None) as batch_op:
        batch_op.create_index('uq_materials_one_version', ['coalition_id', 'title_key', 'version_key'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('given_materials',
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('material_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('coalition_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['coalition_id', 'contact_id'], ['contacts.coalition_id', 'contacts.id'], name=op.f('fk_given_materials_coalition_id_contact_id_contacts')),
    sa.ForeignKeyConstraint(['coalition_id', 'material_id'], ['materials.coalition_id', 'materials.id'], name=op.f('fk_given_materials_coalition_id_material_id_materials')),
    sa.ForeignKeyConstraint(['coalition_id'], ['coalitions.id'], name=op.f('fk_given_materials_coalition_id_coalitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_given_materials')),
    sa.UniqueConstraint('coalition_id', 'contact_id', 'material_id', name=op.f('uq_given_materials_coalition_id_contact_id_material_id')),
    sa.UniqueConstraint('coalition_id', 'id', name=op.f('uq_given_materials_coalition_id_id'))
    )


def downgrade() -> None:
    op.drop_table('given_materials')
    op.drop_table('materials')
