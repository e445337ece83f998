"""`causal new` on files as publishers ship them: a folder that builds, or what to write for one."""

from __future__ import annotations

import math

import pytest
from click.testing import CliRunner

from causal import pipeline
from causal.commands.cli import main
from causal.data.gather import gather
from causal.folder.load import load
from causal.study import Resolution
from tests.authoring.publishers import DAYS, PUBLISHERS, wave
from tests.test_pipeline import QUICK

READ = {  # as what, from when to when, and what three cells of a series hold: by row
    "fred": ("day", "2024-01-01", "2024-02-29", "DGS10", {0: wave(0, 4), 5: None, 59: wave(59, 4)}),
    "ecb": (
        "day",
        "2024-01-01",
        "2024-02-29",
        "Japanese_yen_Euro_EXR_D_JPY_EUR_SP00_A",
        {0: wave(0, 150), 9: wave(9, 150)},
    ),
    "eurostat": ("month", "2019-01", "2023-12", "M_NSA_CP00_DE", {0: wave(1), 4: None, 9: None, 59: wave(60)}),
    "world_bank": ("year", "1960", "2023", "WLD", {0: None, 2: wave(4, 100), 63: wave(65, 100)}),
    "oecd": ("quarter", "2005Q1", "2019Q4", "OBS_VALUE", {0: wave(0, 500), 59: wave(59, 500)}),
    "bis": ("day", "2024-01-01", "2024-02-29", "OBS_VALUE_Observation_Value", {0: wave(0, 5), 5: None}),
    "bls": ("month", "2019-01", "2023-12", "value", {11: wave(11, 250), 12: wave(12, 250), 59: wave(59, 250)}),
    "destatis": ("month", "2019-01", "2023-12", "Veranderung_zum_Vorjahresmonat", {0: wave(0, 2), 59: None}),
    "statcan": ("month", "2019-01", "2023-12", "VALUE", {0: wave(1, 130), 3: None, 59: wave(60, 130)}),
    "estat": ("month", "2019-01", "2023-12", "column_3", {0: 900, 7: None, 8: None, 2: 1006}),
    "farside": ("day", "2024-01-01", "2024-02-29", "FBTC", {0: -wave(0, 4, 5), 59: -wave(59, 4, 5)}),
    "binance": ("day", "2024-01-01", "2024-02-29", "column_5", {0: wave(0, 42500), 59: wave(59, 42500)}),
    "cftc": ("day", "2023-11-14", "2024-12-31", "Open_Interest_All", {59: 200_000, 0: 200_000 + 59 * 991 % 5000}),
    "noaa": ("month", "1900-12", "1959-12", "Value", {0: wave(0, 40), 20: -99, 59: wave(59, 40)}),
    "owid": ("year", "1960", "2019", "Life_expectancy", {0: wave(0, 60), 59: wave(59, 60)}),
}
SAID = {  # what is said of a file that holds several things, and what is then given
    "oecd": ("told apart by 'REF_AREA', 'Reference area'", "where: {REF_AREA: DEU}"),
    "statcan": ("told apart by 'Products and product groups', 'VECTOR'", "where: {VECTOR: v41691}"),
    "cftc": (
        "told apart by 'Market and Exchange Names'",
        'where: {"Market and Exchange Names": "GOLD - COMMODITY EXCHANGE INC."}',
    ),
    "owid": ("told apart by 'Entity', 'Code'", "where: {Entity: Germany}"),
}
ALONE = {"bis", "oecd", "statcan"}  # files of one series: a cause without an effect


def new(tmp_path, *files, known=()):
    words = [word for path in files for word in ("--data", str(path))] + [
        word for one in known for word in ("--as", one)
    ]
    return CliRunner().invoke(main, ["new", str(tmp_path / "r"), *words])


@pytest.mark.parametrize("name", PUBLISHERS)
def test_the_file_becomes_a_folder_or_says_what_to_write(tmp_path, name):
    file, raw = PUBLISHERS[name]()
    path = tmp_path / file
    path.write_bytes(raw)
    resolution, first, last, column, cells = READ[name]
    files, known = [path], ()
    if name in SAID:
        said, given = SAID[name]
        out = new(tmp_path, path)
        assert (out.exit_code, said in out.output, "say with --as which rows to read" in out.output) == (
            2,
            True,
            True,
        ), out.output
        known = (given,)
    if name in ALONE:
        out = new(tmp_path, path, known=known)
        assert (out.exit_code, "a second --data" in out.output) == (2, True), out.output
        files = [only(path, SAID[name][1]) if name in SAID else path, beside(tmp_path, name)]
        known = ()
    out = new(tmp_path, *files, known=known)
    assert out.exit_code == 0, out.output
    assert f"from {first} to {last}" in out.output.splitlines()[0]
    study = load(tmp_path / "r")
    dataset = study.datasets[0]
    assert dataset.resolution is Resolution(resolution)
    values = gather(study, tmp_path / "r").dataset(dataset.id)[column].tolist()
    for at, value in cells.items():
        assert math.isnan(values[at]) if value is None else values[at] == value, (at, values[at], value)
    assert CliRunner().invoke(main, ["check", str(tmp_path / "r")]).exit_code == 0


def beside(tmp_path, name):
    """Another file of the same rows, so that there is a cause and an effect."""
    times = {
        "bis": [str(day) for day in DAYS],
        "oecd": [f"{2005 + i // 4}-Q{i % 4 + 1}" for i in range(60)],
        "statcan": [f"{2019 + i // 12}-{i % 12 + 1:02}" for i in range(60)],
    }[name]
    path = tmp_path / "other.csv"
    path.write_text("\n".join(["time,other", *(f"{time},{wave(i, 7, 3)}" for i, time in enumerate(times))]))
    return path


def only(path, where):
    """The same file with the rows that `where` keeps: what is said of one file is said of all that are given."""
    word = where.rpartition(": ")[2].strip("}")
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *(row for row in rows if word in row)]), "utf-8")
    return path


@pytest.mark.parametrize("name", ["eurostat", "destatis", "farside"])
def test_such_a_folder_builds(tmp_path, name):
    file, raw = PUBLISHERS[name]()
    (tmp_path / file).write_bytes(raw)
    assert new(tmp_path, tmp_path / file).exit_code == 0
    assert len(pipeline.build(tmp_path / "r", QUICK).verdicts) == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "a.csv",
            "date,a,b\n01/02/2025,1,2\n03/04/2025,2,1\n",
            'give `time_format: "%d/%m/%Y"` or `time_format: "%m/%d/%Y"` with --as',
        ),
        ("b.csv", "when,a,b\n1719957600,1,2\n1720044000,2,1\n", "write the `time_zone` whose day is meant"),
        (
            "c.csv",
            "date,a,b\n2025-01-01,1,2\n2025-01-02,2,1\n2025-01-03 to 04,3,3\n",
            "'2025-01-03 to 04' is not a day",
        ),
        ("d.csv", "date,place,a,b\n2025-01-01,X,1,2\n2025-01-01,Y,2,1\n", "where: {place: X}"),
        (
            "e.csv",
            'date,a,b\n2025-01-01,"1,234",2\n2025-01-02,"2,345",3\n',
            'write `numbers: "1,234.56"` or `numbers: "1234,56"`',
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_said(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    out = new(tmp_path, tmp_path / name)
    assert (out.exit_code, said in out.output) == (2, True), out.output


def test_totals_among_places_are_left_out_and_told(tmp_path):
    rows = [f"Land {i},{wave(i, 50)},{wave(i, 9, 5)}" for i in range(30)]
    (tmp_path / "p.csv").write_text("\n".join(["country,gdp,rate", *rows, "World,1600,9", "Euro area,900,9"]))
    out = new(tmp_path, tmp_path / "p.csv")
    assert "p.csv: World, Euro area may be totals of other rows" in out.output
    study = load(tmp_path / "r")
    assert study.datasets[0].layout.leave_out == ("World", "Euro area")
    assert len(gather(study, tmp_path / "r")) == 30
