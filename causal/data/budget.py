"""What all data files of a folder may hold together, however many there are: one budget, spent file by file."""

from __future__ import annotations

from causal.errors import DataError
from causal.files import limits


class OverBudgetError(DataError):
    """The data files of a folder hold more, together, than a folder may."""


class Budget:
    """What is left of the bytes, as files lie in data/, and of the cells, declared columns times rows."""

    def __init__(self) -> None:
        self.bytes, self.cells = limits.FOLDER_BYTES, limits.DATA_CELLS

    def spend_bytes(self, size: int) -> None:
        """Take a file's bytes before it is read; raise OverBudgetError where they are not there."""
        self.bytes -= size
        if self.bytes < 0:
            raise OverBudgetError(
                f"the files in data/ have more than {limits.FOLDER_BYTES:,} bytes together: bring fewer"
            )

    def spend_cells(self, count: int) -> None:
        """Take a table's cells; raise OverBudgetError where they are not there."""
        self.cells -= count
        if self.cells < 0:
            raise OverBudgetError(
                f"the files in data/ have more than {limits.DATA_CELLS:,} cells together: declare fewer columns"
            )
