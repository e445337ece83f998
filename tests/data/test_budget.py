"""One budget for all files of a folder: many small files are as one large one."""

from __future__ import annotations

import pytest

from causal.data import gather
from causal.data.budget import Budget, OverBudgetError
from causal.errors import CausalError, DataError
from causal.files import limits
from causal.folder import load
from causal.work.confined import TooMuchError
from tests.folders import make_folder


def gathered(folder):
    return gather.gather(load.load(folder), folder)


def test_bytes_and_cells_are_spent_file_by_file(monkeypatch):
    monkeypatch.setattr(limits, "FOLDER_BYTES", 10)
    monkeypatch.setattr(limits, "DATA_CELLS", 6)
    budget = Budget()
    budget.spend_bytes(6)
    budget.spend_bytes(4)
    budget.spend_cells(6)
    with pytest.raises(OverBudgetError, match="more than 10 bytes together"):
        budget.spend_bytes(1)
    with pytest.raises(OverBudgetError, match="more than 6 cells together"):
        budget.spend_cells(1)


def test_a_folder_over_its_bytes_is_refused_before_a_file_is_read(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    monkeypatch.setattr(limits, "FOLDER_BYTES", (folder / "data" / "market.csv").stat().st_size - 1)
    with pytest.raises(DataError, match="bytes together"):
        gather.gather(study, folder)


def test_a_file_over_its_cells_is_refused_while_it_is_read(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    monkeypatch.setattr(limits, "DATA_CELLS", 500)
    with pytest.raises(DataError, match="rows of 5 columns: leave out"):
        gather.gather(study, folder)


def test_files_are_read_where_a_limit_ends_the_reader_and_not_this_process(tmp_path, monkeypatch):
    """Whatever a library does with a stranger's bytes: here it asks for memory, or for time, without end."""
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)

    def swell(*_):
        return bytearray(3_000_000_000)

    monkeypatch.setattr(gather, "_table", swell)
    with pytest.raises(TooMuchError, match=r"the data of r needs more than 2,000 MB"):
        gather.gather(study, folder)

    def stumble(*_):
        raise RecursionError("too deep")

    monkeypatch.setattr(gather, "_table", stumble)
    with pytest.raises(CausalError, match="the data of r cannot be read: RecursionError"):
        gather.gather(study, folder)
