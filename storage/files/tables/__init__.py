"""Tables as people keep them: text with separators, or a workbook; headers matched loosely."""

from storage.files.tables.columns import Column, Line, Table, lines_of
from storage.files.tables.csv_text import read_csv
from storage.files.tables.workbook import is_workbook, read_workbook

__all__ = ["Column", "Line", "Table", "is_workbook", "lines_of", "read_csv", "read_workbook"]
