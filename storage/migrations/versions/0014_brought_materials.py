"""Materials that are brought to visits.

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_REFERENCE = 'fk_visit_points_coalition_id_material_id_materials'


def upgrade() -> None:
    with op.batch_alter_table('visit_points', schema=None) as batch_op:
        batch_op.add_column(sa.Column('material_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(_REFERENCE, 'materials', ['coalition_id', 'material_id'], ['coalition_id', 'id'])



def downgrade() -> None:
    with op.batch_alter_table('visit_points', schema=None) as batch_op:
        batch_op.drop_constraint(_REFERENCE, type_='foreignkey')
        batch_op.drop_column('material_id')
