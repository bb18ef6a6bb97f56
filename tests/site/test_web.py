"""taizhang serve as a program speaks with it: what it answers, what it refuses, and a publication under it."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import os
import shutil
import signal
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import duckdb
import openpyxl
import pytest

from pipelines.serve.query import query
from pipelines.serve.site.encode import rows
from pipelines.serve.snapshot import Snapshots
from pipelines.serve.web import by_indicator, scope
from tests.command import House
from tests.site.served import serving

pytestmark = pytest.mark.slow
LIMIT = 300  # observations of one page: above it the server asks and answers view by view


@pytest.fixture(scope="module")
def warehouse(ours: House) -> Path:
    return ours.published


@pytest.fixture(scope="module")
def address(warehouse: Path) -> Iterator[str]:
    with serving(warehouse, limit=LIMIT) as found:
        yield found


def get(address: str, path: str, **given: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body, headers (in small letters)."""
    asked = f"{address}/{path}" + (f"?{urllib.parse.urlencode(given)}" if given else "")
    try:
        with urllib.request.urlopen(asked, timeout=3000) as answer:
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.headers.items()}
    except HTTPError as error:
        return error.code, error.read(), {name.lower(): value for name, value in error.headers.items()}


def data(address: str, **given: str) -> dict[str, Any]:
    status, body, _ = get(address, "data", **given)
    assert status == 200, body
    return json.loads(body)


def ids(told: dict[str, Any]) -> set[str]:
    return {row["id"] for row in rows(told["tables"]["observation"])}


def test_an_indicator_comes_from_all_places(address: str, warehouse: Path) -> None:
    told = data(address, indicator="gdp")
    own = query(warehouse, "select observation_id from fct_indicator where indicator_code = 'gdp'").rows
    assert {key for (key,) in own} <= ids(told) and own
    assert told["about"]["scope"] == {"kind": "indicator", "value": "gdp", "left": 0}
    [(uncoded,)] = query(
        warehouse, "select indicator_name from fct_indicator where indicator_code is null order by 1 limit 1"
    ).rows
    assert uncoded in {row["name"] for row in rows(data(address, indicator=uncoded)["tables"]["observation"])}


def test_an_indicator_laid_out_in_memory_is_the_same(warehouse: Path) -> None:
    with Snapshots(warehouse).current() as snapshot:
        codes = [code for (code,) in snapshot.ask("select indicator_code from fct_indicator where indicator_code is not null group by 1 having count(*) > 2")]  # fmt: skip
        asked = [scope.parse({"indicator": code}) for code in codes]

        def told() -> list[Any]:
            with snapshot.cursor() as cursor:
                return [scope.read(cursor, one, (), by_indicator.ready(snapshot)) for one in asked]

        before = told()
        by_indicator.make(snapshot, least=2)
        assert by_indicator.ready(snapshot) == set(codes) and len(codes) > 20
        assert told() == before


def test_a_place_comes_with_its_documents_whole(address: str, warehouse: Path) -> None:
    place = "重庆市永川区"
    told = data(address, region=place)
    documents = query(warehouse, "select document_id from dim_document where region_name = ?", [place]).rows
    assert {row["id"] for row in rows(told["tables"]["document"]) if row["home"]} == {key for (key,) in documents}
    [(passages,)] = query(
        warehouse, "select count(*) from dim_passage where document_id in (select document_id from dim_document where region_name = ?)", [place]
    ).rows  # fmt: skip
    assert told["tables"]["passage"]["n"] >= passages > 0


def test_an_observation_and_a_document_lead_to_their_place(address: str, warehouse: Path) -> None:
    [(key, document)] = query(
        warehouse, "select observation_id, document_id from fct_indicator order by 1 limit 1"
    ).rows
    told = data(address, observation=key)
    assert key in ids(told)
    assert data(address, document=document[:12])["about"]["scope"] == told["about"]["scope"]


@pytest.mark.parametrize(
    ("words", "held"), [("固定资产投资", "固定资产投资"), ("ｇｄｐ", "GDP"), ("增长 投资", "投资")]
)
def test_words_are_found_in_the_texts(address: str, warehouse: Path, words: str, held: str) -> None:
    told = data(address, q=words)
    passages = [row["text"] for row in rows(told["tables"]["passage"])]
    found = told["about"]["scope"]
    if words == "固定资产投资":
        [(plain,)] = query(warehouse, "select count(*) from dim_passage where contains(text, ?)", [held]).rows
        assert found["passages"] >= plain > 0
    assert (found["papers"] > 0) == any(held in "".join(text.split()) for text in passages)
    assert not found["near"]


def test_what_no_text_holds_is_found_nearby_or_not_at_all(address: str) -> None:
    assert data(address, q="纳米机器鲸鱼")["about"]["scope"]["passages"] == 0
    near = data(address, q="固定资产投资增长率多少")["about"]["scope"]
    assert near["passages"] == 0


def test_compared_places_come_with_headlines_or_with_all(address: str) -> None:
    few, every = data(address, places="重庆市永川区"), data(address, places="重庆市永川区", scope="all")
    assert ids(few) < ids(every)


def test_a_download_holds_all_that_the_filter_lets_through(address: str, warehouse: Path) -> None:
    status, body, headers = get(address, "download", indicator="gdp", format="csv")
    assert status == 200 and "attachment" in headers["content-disposition"]
    read = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    wanted = query(
        warehouse,
        "select observation_id, value from fct_indicator where indicator_code = 'gdp' or (indicator_code is null and indicator_name = 'gdp')",
    ).rows
    assert {row["观测编号"]: Decimal(row["数值"]) for row in read} == dict(wanted)
    assert all(row["引用"].startswith("《") and "#" in row["段落编号"] for row in read)
    status, body, _ = get(address, "download", region="重庆市永川区", year="2022", format="xlsx")
    assert status == 200
    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).active
    [(count,)] = query(
        warehouse, "select count(*) from fct_indicator where region_name = '重庆市永川区' and period_start <= 2022 and 2022 <= period_end"
    ).rows  # fmt: skip
    assert sum(1 for _ in sheet.iter_rows()) == count + 1


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("data", {}, 404),
        ("data", {"indicator": "gdp", "places": "x"}, 404),
        ("data", {"region": "没有这个地方"}, 404),
        ("data", {"observation": "' or 1=1 --"}, 404),
        ("data", {"q": "x" * 2001}, 404),
        ("download", {}, 404),
        ("download", {"year": "2022; drop table fct_indicator"}, 404),
        ("download", {"indicator": "gdp", "format": "exe"}, 404),
        ("etc/passwd", {}, 404),
        ("../../etc/passwd", {}, 404),
    ],
)
def test_what_is_not_there_is_refused_with_a_reason(
    address: str, path: str, given: dict[str, str], status: int
) -> None:
    assert get(address, path, **given)[0] == status


def ask(address: str, method: str, path: str = "/health", **headers: str) -> tuple[int, dict[str, str]]:
    host, _, port = address.removeprefix("http://").rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=300)
    connection.putrequest(method, path, skip_host="host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_nothing_but_reading_is_taken(address: str, method: str) -> None:
    for path in ("/", "/data", "/health"):
        status, headers = ask(address, method, path)
        assert status == 405 and headers["allow"] == "GET, HEAD"
    assert ask(address, "HEAD")[0] == ask(address, "GET")[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost.evil:8000"]
)
def test_another_name_is_not_answered(address: str, host: str) -> None:
    assert ask(address, "GET", host=host)[0] == 421
    assert ask(address, "GET", host="localhost:1234")[0] == 200


def test_every_answer_forbids_what_it_can(address: str) -> None:
    _, headers = ask(address, "GET", "/")
    assert "default-src 'none'" in gzip_or_plain(address) and "connect-src 'self'" in gzip_or_plain(address)
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers and "server" not in {
        name for name in headers if name == "x-powered-by"
    }


def gzip_or_plain(address: str) -> str:
    request = urllib.request.Request(f"{address}/", headers={"accept-encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=3000) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        return gzip.decompress(answer.read()).decode()


def test_the_command_stays_on_this_machine(warehouse: Path, tmp_path: Path) -> None:
    house = House(tmp_path)
    process = house.start("serve", "--port", "0", "--warehouse", str(warehouse.parent))
    assert process.stdout is not None
    address = process.stdout.readline().strip().rstrip("/")
    try:
        assert address.startswith("http://127.0.0.1:")
        assert get(address, "health")[0] == 200
        port = int(address.rpartition(":")[2])
        listening = [
            line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"
        ]
        own = [place for place in listening if int(place.partition(":")[2], 16) == port]
        assert own == [f"0100007F:{port:04X}"]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=300)
    missing = house.run("serve", "--port", "0", "--warehouse", str(tmp_path / "nothing"))
    assert missing.returncode == 1 and "taizhang build" in missing.stderr


def test_a_publication_under_the_server_makes_no_answer_wrong(warehouse: Path, tmp_path: Path) -> None:
    """1,000 answers while the file is replaced three times: each is of one publication, and none of one that was left."""
    versions = []
    for number in range(4):
        path = tmp_path / f"version-{number}.duckdb"
        shutil.copyfile(warehouse, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("update fct_indicator set value = ?, unit = ?", [number, f"版{number}"])
            connection.execute("update dim_document set title = ?", [f"版{number}"])
        versions.append(path)
    published = tmp_path / "taizhang.duckdb"
    shutil.copyfile(versions[0], published)
    paths = [
        "data?indicator=gdp", "data?" + urllib.parse.urlencode({"region": "重庆市永川区"}),
        "download?indicator=gdp&format=csv", "data?" + urllib.parse.urlencode({"q": "增长"}),
    ]  # fmt: skip
    seen: list[int] = []
    wrong: list[str] = []
    swapped = 0

    def told(path: str, body: bytes) -> set[int]:
        if path.startswith("download"):
            read = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
            return (
                {int(row["数值"]) for row in read}
                | {int(row["单位"][1:]) for row in read}
                | {int(row["标题"][1:]) for row in read}
            )
        answer = json.loads(body)["tables"]
        found = {int(row["value"] or 0) for row in rows(answer["observation"])} | {
            int(row["unit"][1:]) for row in rows(answer["observation"])
        }
        return found | {int(row["title"][1:]) for row in rows(answer["document"])}

    def reader(own: int) -> None:
        last = 0
        for at in range(100):
            before = swapped
            path = paths[(own + at) % len(paths)]
            try:
                status, body, _ = get(address, path)
                found = told(path, body) if status == 200 else {-1}
            except Exception as error:  # whatever a reader would see
                wrong.append(f"{path}: {error!r}")
                continue
            if len(found) != 1 or not before <= (number := next(iter(found))) or number < last:
                wrong.append(f"{path}: {status}, {found}, after {last}, {before} swaps")
            else:
                last = number
                seen.append(number)

    with serving(published, limit=LIMIT) as address:
        threads = [threading.Thread(target=reader, args=(own,)) for own in range(10)]
        for thread in threads:
            thread.start()
        for number in range(1, 4):
            while len(seen) + len(wrong) < 250 * number:
                threads[0].join(0.01)
            aside = tmp_path / "aside"
            shutil.copyfile(versions[number], aside)
            aside.replace(published)
            swapped = number
        for thread in threads:
            thread.join()
    assert wrong == [] and len(seen) == 1000
    assert set(seen) == {0, 1, 2, 3}
