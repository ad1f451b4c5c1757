"""The replies as which answers at visits were logged.

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_REFERENCE = 'fk_visit_points_coalition_id_reply_id_replies'


def upgrade() -> None:
    with op.batch_alter_table('visit_points', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reply_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(_REFERENCE, 'replies', ['coalition_id', 'reply_id'], ['coalition_id', 'id'])
    op.execute("""
        UPDATE visit_points SET reply_id = (
            SELECT MAX(replies.id) FROM replies
            JOIN visits ON visits.coalition_id = replies.coalition_id AND visits.candidate_id = replies.candidate_id
            WHERE visits.id = visit_points.visit_id AND visits.coalition_id = visit_points.coalition_id
            AND replies.source = visit_points.words
            AND replies.at BETWEEN visits.starts_at AND visits.ends_at
        )
        WHERE kind = 'ask' AND stance IS NOT NULL
    """)



def downgrade() -> None:
    with op.batch_alter_table('visit_points', schema=None) as batch_op:
        batch_op.drop_constraint(_REFERENCE, type_='foreignkey')
        batch_op.drop_column('reply_id')
