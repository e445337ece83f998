"""FRED's chart file, in the shape that it has, from loopback."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from causal.data.sources import fred
from causal.errors import DataError
from tests.data.sources.servers import TODAY, dataset, head, serving, take, whole

FILE = b"observation_date,VIXCLS\n2026-02-04,18.64\n2026-02-05,.\n2026-02-06,\n2026-02-09,17.36\n"
DISPOSITION = {"Content_Disposition": "attachment; filename=VIXCLS.csv"}


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    def run(answer, of=None, columns=None, **parameters):
        with serving(lambda *_: answer) as (port, requests):
            monkeypatch.setattr(fred, "ADDRESS", f"http://127.0.0.1:{port}/graph/fredgraph.csv")
            got = take("fred", tmp_path, of, columns, **{"series": "VIXCLS", **parameters})
        return got, requests[0].split(b" ")[1].decode()

    return run


def test_a_series_is_the_only_column_of_its_dataset_and_dots_are_gaps(fetched):
    (content, vintage), asked = fetched(whole(FILE, **DISPOSITION), start=date(2026, 2, 4), end=date(2026, 2, 9))
    assert content == b"date,x\n2026-02-04,18.64\n2026-02-05,\n2026-02-06,\n2026-02-09,17.36\n"
    assert asked == "/graph/fredgraph.csv?id=VIXCLS&cosd=2026-02-04&coed=2026-02-09"
    assert vintage == TODAY


def test_the_older_header_and_a_named_column_are_read(fetched):
    (content, _), _ = fetched(whole(FILE.replace(b"observation_date", b"DATE")), columns={"x": "VIXCLS", "date": "day"})
    assert content.startswith(b"date,x\n2026-02-04,18.64\n")


def test_a_vintage_is_asked_for_and_noted(fetched):
    (_, vintage), asked = fetched(whole(FILE.replace(b"VIXCLS", b"VIXCLS_20260301")), vintage=date(2026, 3, 1))
    assert asked.endswith("?id=VIXCLS&vintage_date=2026-03-01")
    assert vintage == date(2026, 3, 1)


def test_two_series_of_a_dataset_need_their_names(fetched):
    with pytest.raises(DataError, match="FRED VIXCLS has no column 'x'"):
        fetched(whole(FILE), dataset(("x", "y")))


def test_an_unknown_series_is_told(fetched):
    with pytest.raises(DataError, match="answers 404"):
        fetched(head("404 Not Found", Content_Type="text/html", Content_Length=0))
    with pytest.raises(DataError, match="is a web page"):
        fetched(whole(b"<!DOCTYPE html><html>", "text/html"))


@pytest.mark.parametrize("series", ["", "A B", "A&id=B", "../x", "A" * 61])
def test_a_series_is_a_plain_name(series):
    with pytest.raises(ValidationError):
        fred.FredModel.model_validate({"series": series})
