"""Fetching over HTTP from servers that behave, and from servers that stall, lie, swell, cut off or lead elsewhere."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
from dataclasses import replace
from datetime import date

import pytest
import trustme

from causal.data.sources import _network
from causal.errors import DataError
from causal.files import extras, limits
from causal.study import Layout
from tests.data.sources.servers import CANONICAL, CSV, dataset, head, serving, take, whole, within


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(limits, "FETCH_SECONDS", 1.5)


def fetched(tmp_path, answer, path="/x.csv", of=None, columns=None, **parameters):
    given = answer if callable(answer) else lambda *_: answer
    with serving(given) as (port, _):
        return take("http", tmp_path, of, columns, url=f"http://127.0.0.1:{port}{path}", **parameters)


def refused(tmp_path, answer, **parameters):
    with pytest.raises(DataError) as caught:
        fetched(tmp_path, answer, **parameters)
    return str(caught.value)


CHUNKED = head(Content_Type="text/csv", Transfer_Encoding="chunked") + b"%x\r\n%s\r\n0\r\n\r\n" % (len(CSV), CSV)
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        whole(),
        whole(CSV.rstrip()),
        CHUNKED,
        head(Content_Type="text/csv") + CSV,
        whole(kind="text/plain; charset=utf-8"),
        whole(b"\xef\xbb\xbf" + CSV),
        whole(gzip.compress(CSV), Content_Encoding="gzip"),
        whole(CSV.replace(b"\n", b"\r\n")),
        [whole()[:30], 0.1, whole()[30:80], 0.1, whole()[80:]],
        EARLY + whole(),
        [whole(), 1.0],
    ],
    ids=[
        "length",
        "no last newline",
        "chunked",
        "until closed",
        "plain text",
        "mark",
        "gzip",
        "crlf",
        "in parts",
        "early hints",
        "kept open",
    ],
)
def test_a_whole_answer_becomes_canonical_csv(tmp_path, answer):
    assert fetched(tmp_path, answer)[0] == CANONICAL


def test_rows_are_sorted_and_columns_found_by_their_names_there(tmp_path):
    body = b'Close,Note,Day\n2,b,06/02/2026\n1e-7,a,04/02/2026\n"0.1",c,05/02/2026\n'
    content, vintage = fetched(
        tmp_path,
        whole(body, Last_Modified="Fri, 06 Feb 2026 22:00:00 GMT"),
        columns={"x": "Close", "date": "Day"},
        time_format="%d/%m/%Y",
    )
    assert content == b"date,x\n2026-02-04,1e-07\n2026-02-05,0.1\n2026-02-06,2.0\n"
    assert vintage == date(2026, 2, 6)


def test_rows_with_keys_are_sorted_by_time_and_key_and_instants_are_utc(tmp_path):
    body = b"date,k,x\n2026-02-05T21:00Z,b,1\n2026-02-05T21:00:00.5+00:00,a,2\n2026-02-05T21:00Z,a,NA\n"
    of = dataset(resolution="instant", key=("k",))
    content, _ = fetched(tmp_path, whole(body), of=of, missing=["NA"])
    assert (
        content == b"date,k,x\n2026-02-05T21:00:00Z,a,\n2026-02-05T21:00:00Z,b,1.0\n2026-02-05T21:00:00.500000Z,a,2.0\n"
    )


@pytest.mark.parametrize(("resolution", "first"), [("day", b"2026-02-05"), ("instant", b"2026-02-05T21:00:00Z")])
@pytest.mark.parametrize(("form", "factor"), [("unix", 1), ("unix_ms", 1000)])
def test_json_is_found_at_its_path_and_times_counted_from_1970_are_read(tmp_path, resolution, first, form, factor):
    body = json.dumps({"data": [{"rows": [{"date": 1770325200 * factor, "x": 1}]}]}).encode()
    answer = whole(body, "application/vnd.api+json")
    content, _ = fetched(
        tmp_path,
        answer,
        of=dataset(resolution=resolution),
        format="json",
        at="data.0.rows",
        time_format=form,
        time_zone="UTC",
    )
    assert content == b"date,x\n" + first + b",1.0\n"
    assert "nothing at 'dat' of `at`; did you mean 'data'" in refused(tmp_path, answer, format="json", at="dat")


def test_tab_separated_text_is_read(tmp_path):
    answer = whole(CSV.replace(b",", b"\t"), "text/tab-separated-values")
    assert fetched(tmp_path, answer, format="tsv")[0] == CANONICAL


PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>\n"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (whole(PAGE, "text/html"), "is a web page and not CSV"),
        (whole(b"\n\n " + PAGE), "is a web page and not CSV"),
        (whole(PAGE.lower(), "text/plain"), "is a web page and not CSV"),
        (whole(kind="application/pdf"), "says that it is 'application/pdf' and not CSV"),
        (whole(kind="application/json"), "says that it is 'application/json' and not CSV"),
        (whole(b""), "the answer is empty"),
        (whole(b"date,x\n"), "a header and no rows"),
        (whole(b"date,y\n2026-02-04,1\n"), "has no column 'x'"),
        (whole(b"date,x\n2026-02-04,1\n2026-02-04,2\n"), "this time stands twice"),
        (whole(b"date,x\n04.02.2026,1\n"), "'04.02.2026' is not a day"),
        (whole(b"date,x\n2026-02-04,n/a\n"), "line 2, column 'x': 'n/a' is not a number"),
        (head("404 Not Found", Content_Length=0), "answers 404 Not Found: check the address"),
        (head("401 Unauthorized", Content_Length=0), "answers 401 Unauthorized: check the key"),
        (head("204 No Content"), "answers 204"),
        (head("206 Partial Content", Content_Length=len(CSV)) + CSV, "answers 206"),
        (head("304 Not Modified"), "answers 304"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "cannot be read"),
        (b"", "cannot be read"),
        (whole(gzip.compress(CSV), Content_Encoding="br"), "packed as 'br'"),
        (whole(b"junk" + CSV, Content_Encoding="gzip"), "is damaged"),
    ],
)
def test_what_is_no_table_is_told(tmp_path, answer, message):
    said = refused(tmp_path, answer)
    assert message in said
    assert said.startswith("http://127.0.0.1:")


PACKED = gzip.compress(CSV)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (head(Content_Type="text/csv", Content_Length=len(CSV) + 10) + CSV, "cut off"),
        (whole()[:-5], "cut off"),
        (CHUNKED[:-5], "cut off"),
        (CHUNKED[:-20], "cut off"),
        (head(Content_Type="text/csv") + CSV[:-4], "may be cut off"),
        (whole(PACKED[:-6], Content_Encoding="gzip"), "cut off"),
        (head(Content_Type="text/csv", Content_Encoding="gzip") + PACKED[:-1], "cut off"),
        (whole(PACKED + PACKED, Content_Encoding="gzip"), "more behind its end"),
        (head(Content_Type="text/csv", Content_Length=20) + CSV, "sends more than the 20 bytes"),
        ([head(Content_Type="text/csv", Content_Length=20) + CSV[:20], 0.05, CSV[20:]], "sends more than the 20 bytes"),
        (EARLY + head(Content_Type="text/csv", Content_Length=20) + CSV, "sends more than the 20 bytes"),
        (head(Content_Type="text/csv", Content_Length="20, 30") + CSV, "cannot be read"),
        (head(Content_Type="text/csv", Content_Length="-1") + CSV, "cannot be read"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(tmp_path, answer, message):
    assert message in refused(tmp_path, answer)


def forever(first, part, pause=0.0):
    def parts(*_):
        yield first
        while True:
            yield part
            if pause:
                yield pause

    return parts


@pytest.mark.slow
@pytest.mark.parametrize(
    "answer",
    [
        lambda *_: [30.0],
        lambda *_: [head(Content_Type="text/csv", Content_Length=1000), 30.0],
        lambda *_: [whole()[:60], 30.0],
        forever(b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", 0.1),
        forever(head(Content_Type="text/csv", Transfer_Encoding="chunked"), b"1\r\n1\r\n", 0.1),
    ],
    ids=["silent", "no body", "half", "drip of heads", "drip of body"],
)
def test_a_server_that_stalls_or_drips_is_given_up(tmp_path, quick, answer):
    with within(5):
        assert "no whole answer within 1.5 seconds" in refused(tmp_path, answer)


def test_a_body_without_end_is_cut_at_the_limit_whatever_length_is_announced(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "DATA_BYTES", 100_000)
    endless = [
        forever(head(Content_Type="text/csv", Content_Length=50), b"1" * 10_000),
        forever(head(Content_Type="text/csv"), b"1" * 10_000),
        forever(head(Content_Type="text/csv", Transfer_Encoding="chunked"), b"2710\r\n" + b"1" * 10_000 + b"\r\n"),
        forever(head(Content_Type="text/csv", Content_Length=10**12), b"1" * 10_000),
    ]
    for answer in endless:
        with within(10):
            said = refused(tmp_path, answer)
        assert "larger than 100000 bytes" in said or "sends more than the 50 bytes" in said
    with within(10):
        assert "cannot be read" in refused(tmp_path, forever(b"HTTP/1.1 200 OK\r\n", b"X: " + b"1" * 10_000 + b"\r\n"))


def test_a_gzip_bomb_is_cut_at_the_limit(tmp_path, monkeypatch):
    bomb = gzip.compress(b"1" * 50_000_000)
    assert len(bomb) < 100_000
    monkeypatch.setattr(limits, "DATA_BYTES", 1_000_000)
    assert "unpacks to more than 1000000 bytes" in refused(tmp_path, whole(bomb, Content_Encoding="gzip"))


def moved(location, status="302 Found"):
    return head(status, Location=location, Content_Length=0)


def test_a_redirect_is_followed_on_the_same_scheme(tmp_path):
    def answer(path, request):
        return whole() if path == "/b.csv" else moved("/b.csv", "308 Permanent Redirect")

    assert fetched(tmp_path, answer)[0] == CANONICAL


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/x", "https://127.0.0.1:1/x.csv", "gopher://127.0.0.1/"]
)
def test_a_redirect_to_another_scheme_is_not_followed(tmp_path, location):
    said = refused(tmp_path, moved(location))
    assert "sends on to another scheme" in said
    assert "root:" not in said


def test_endless_redirects_are_given_up(tmp_path):
    def answer(path, request):
        asked.append(path)
        return moved(path + "x")

    asked = []
    assert "sends on more than 5 times" in refused(tmp_path, answer)
    assert len(asked) == 6


@pytest.mark.parametrize("location", ["http://", "http:///x", "http://[::1", "http://\x7f/", "//", "data:text/csv,a"])
def test_a_damaged_redirect_is_told(tmp_path, location):
    assert refused(tmp_path, moved(location))


@pytest.fixture
def named(monkeypatch):
    """Let public.test be a public address, which stands for this machine; and inner.test, 127.0.0.1."""
    lookup, connect = socket.getaddrinfo, _network.httpcore.SyncBackend.connect_tcp
    known = {"public.test": "93.184.215.14", "inner.test": "127.0.0.1"}
    reached = []

    def found(host, port, *arguments, **keywords):
        return lookup(known.get(host, host), port, *arguments, **keywords)

    def connected(self, host, port, *arguments, **keywords):
        reached.append(host)
        return connect(self, "127.0.0.1" if host == "93.184.215.14" else host, port, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(_network.httpcore.SyncBackend, "connect_tcp", connected)
    return reached


INNER = [
    "127.0.0.1",
    "localhost",
    "inner.test",
    "[::1]",
    "0.0.0.0",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "169.254.169.254",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[2002:7f00:1::]",
    "2130706433",
    "0x7f.1",
    "100.64.0.1",
    "224.0.0.1",
]


@pytest.mark.parametrize("host", INNER)
def test_a_public_server_cannot_send_on_to_this_machine_or_its_network(tmp_path, named, host):
    secret = []

    def answer(path, request):
        if path == "/secret.csv":
            secret.append(request)
            return whole()
        return moved(f"http://{host}:{port}/secret.csv")

    with (
        serving(answer) as (port, _),
        pytest.raises(
            DataError, match="an address of this machine or its network|no server of that name|cannot be read"
        ),
    ):
        take("http", tmp_path, url=f"http://public.test:{port}/x.csv")
    assert not secret
    assert named == ["93.184.215.14"]


def test_a_declared_address_of_this_machine_may_be_sent_on_within_it(tmp_path, named):
    with serving(lambda path, _: whole() if path == "/b" else moved(f"http://inner.test:{port}/b")) as (port, _):
        assert take("http", tmp_path, url=f"http://127.0.0.1:{port}/x.csv")[0] == CANONICAL


def test_the_address_that_was_checked_is_the_one_connected_to(tmp_path, named, monkeypatch):
    """A name that is public at the first look and private at the second gains nothing: there is no second look."""
    answers = iter(["93.184.215.14", "93.184.215.14", "127.0.0.1", "127.0.0.1"])
    lookup, looks = socket.getaddrinfo, []

    def turning(host, port, *arguments, **keywords):
        if host == "turning.test":
            looks.append(host)
            host = next(answers)
        return lookup(host, port, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    with serving(lambda path, _: whole() if path == "/b" else moved("/b")) as (port, _):
        assert take("http", tmp_path, url=f"http://turning.test:{port}/a")[0] == CANONICAL
    assert len(looks) == 2
    assert set(named) == {"93.184.215.14"}


def test_secrets_come_from_the_environment_and_stand_in_no_message(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_USER", "ann")
    monkeypatch.setenv("CAUSAL_PASSWORD", "p@ss/word&")
    monkeypatch.setenv("CAUSAL_TOKEN", "t0ken")
    seen = []

    def answer(path, request):
        seen.append((path, request))
        return moved(path) if len(seen) > 1 else whole()

    with serving(answer) as (port, _):
        parameters = {
            "url": f"http://${{CAUSAL_USER}}:${{CAUSAL_PASSWORD}}@127.0.0.1:{port}/x?key=${{CAUSAL_PASSWORD}}",
            "headers": {"Authorization-Extra": "Bearer ${CAUSAL_TOKEN}"},
        }
        assert take("http", tmp_path, **parameters)[0] == CANONICAL
        with pytest.raises(DataError) as caught:
            take("http", tmp_path, **parameters)
    assert seen[0][0] == "/x?key=p%40ss%2Fword%26"
    assert b"Bearer t0ken" in seen[0][1]
    assert b"Basic YW5uOnBAc3Mvd29yZCY=" in seen[0][1]  # ann:p@ss/word&
    for secret in ("p@ss", "p%40ss", "t0ken", "ann:"):
        assert secret not in str(caught.value)
    assert "${CAUSAL_PASSWORD}" in str(caught.value)


def test_keys_are_not_sent_on_to_another_server(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_TOKEN", "t0ken")
    with (
        serving(lambda *_: whole()) as (other, received),
        serving(lambda *_: moved(f"http://u:p@127.0.0.1:{other}/b")) as (port, _),
    ):
        url = f"http://${{CAUSAL_TOKEN}}:${{CAUSAL_TOKEN}}@127.0.0.1:{port}/a"
        take("http", tmp_path, url=url, headers={"Authorization": "${CAUSAL_TOKEN}", "X-Api-Key": "${CAUSAL_TOKEN}"})
    assert b"t0ken" not in received[0]
    assert b"uthorization" not in received[0]


def test_a_variable_that_is_not_set_is_named(tmp_path):
    with pytest.raises(DataError, match="variable CAUSAL_NOWHERE is not set: export CAUSAL_NOWHERE"):
        take("http", tmp_path, url="http://127.0.0.1:9/${CAUSAL_NOWHERE}")


def test_settings_of_the_environment_neither_divert_nor_identify(tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    with serving(lambda *_: whole()) as (port, received):
        take("http", tmp_path, url=f"http://127.0.0.1:{port}/x")
    assert b"uthorization" not in received[0]


def test_a_server_that_is_not_there_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(DataError, match="cannot be read"):
        take("http", tmp_path, url=f"http://127.0.0.1:{port}/x.csv")
    with pytest.raises(DataError, match="no server of that name is found|cannot be read"):
        take("http", tmp_path, url="http://nowhere.invalid/x.csv")


@pytest.fixture
def secure(tmp_path, monkeypatch):
    """Give a way to wrap connections with a certificate of an authority, and trust that authority on demand."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    return context, lambda: monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def test_an_encrypted_server_is_read_where_its_certificate_is_trusted(tmp_path, secure):
    context, trust = secure
    with serving(lambda path, _: whole(), lambda c: context.wrap_socket(c, server_side=True)) as (port, _):
        url = f"https://127.0.0.1:{port}/x.csv"
        with pytest.raises(DataError, match="certificate"):
            take("http", tmp_path, url=url)
        trust()
        assert take("http", tmp_path, url=url)[0] == CANONICAL


def test_encryption_is_never_given_up_on_the_way_and_a_lie_is_seen_through_it(tmp_path, secure):
    context, trust = secure
    trust()
    answers = iter([moved("http://127.0.0.1:1/x"), head(Content_Type="text/csv", Content_Length=20) + CSV])
    with serving(lambda *_: next(answers), lambda c: context.wrap_socket(c, server_side=True)) as (port, _):
        with pytest.raises(DataError, match="another scheme"):
            take("http", tmp_path, url=f"https://127.0.0.1:{port}/x.csv")
        with pytest.raises(DataError, match="sends more than the 20 bytes"):
            take("http", tmp_path, url=f"https://127.0.0.1:{port}/x.csv")


def test_without_httpx_the_command_that_brings_it_is_named(tmp_path, monkeypatch):
    def none(module):
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", none)
    with pytest.raises(DataError, match=r"fetching over HTTP needs httpx, .*pip install 'causal\[fetch\]'"):
        take("http", tmp_path, url="http://127.0.0.1:9/x.csv")


FRANKFURT = [1719957600, 1720044000, 1720130400]  # midnights of 3 to 5 July 2024 there


@pytest.mark.parametrize(("form", "factor"), [("unix", 1), ("unix_ms", 10**3), ("unix_us", 10**6), ("unix_ns", 10**9)])
@pytest.mark.parametrize("where", ["here", "there"])
def test_days_counted_in_another_zone_are_the_publishers(tmp_path, form, factor, where):
    body = json.dumps([{"date": second * factor, "x": n} for n, second in enumerate(FRANKFURT)]).encode()
    of, more = dataset(), {"time_zone": "Europe/Berlin"}
    if where == "here":
        of, more = replace(of, layout=Layout(time_zone="Europe/Berlin")), {}
    content, _ = fetched(tmp_path, whole(body, "application/json"), of=of, format="json", time_format=form, **more)
    assert content == b"date,x\n2024-07-03,0.0\n2024-07-04,1.0\n2024-07-05,2.0\n"


def test_a_count_that_is_no_midnight_says_to_write_the_zone(tmp_path):
    body = json.dumps([{"date": FRANKFURT[0], "x": 1}]).encode()
    said = refused(tmp_path, whole(body, "application/json"), format="json", time_format="unix")
    assert "2024-07-02 22:00 in UTC, not midnight: write the `time_zone`" in said


KLINES = [[second * 1000, "42000.1", f"{n}.5", 3] for n, second in enumerate(FRANKFURT)]


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ({"date": "column_1", "x": "column_3"}, {}),
        ({"date": "opened", "x": "high"}, {"header": ["opened", "open", "high", "trades"]}),
    ],
)
def test_a_list_of_lists_has_columns_by_position_or_by_the_names_given(tmp_path, columns, more):
    content, _ = fetched(
        tmp_path,
        whole(json.dumps({"data": KLINES}).encode(), "application/json"),
        columns=columns,
        format="json",
        at="data",
        time_format="unix_ms",
        time_zone="Europe/Berlin",
        **more,
    )
    assert content == b"date,x\n2024-07-03,0.5\n2024-07-04,1.5\n2024-07-05,2.5\n"


def test_a_list_of_lists_may_name_its_columns_in_its_first_row(tmp_path):
    body = json.dumps([["date", "x"], ["2024-07-03", 1], ["2024-07-04", None]]).encode()
    assert (
        fetched(tmp_path, whole(body, "application/json"), format="json")[0] == b"date,x\n2024-07-03,1.0\n2024-07-04,\n"
    )


def test_a_file_is_laid_out_as_declared_and_kept_plain(tmp_path):
    body = "Bericht\nTag;Wert\n03.07.2024;1.234,5 p\n04.07.2024;:\nSumme;9\nQuelle: wir\n".encode("cp1252")
    content, _ = fetched(
        tmp_path,
        whole(body),
        columns={"date": "Tag", "x": "Wert"},
        encoding="windows-1252",
        delimiter=";",
        skip=1,
        footer=1,
        leave_out=["Summe"],
        flags=["p"],
        missing=[":"],
        time_format="%d.%m.%Y",
        numbers="1.234,56",
    )
    assert content == b"date,x\n2024-07-03,1234.5\n2024-07-04,\n"
