"""`taizhang ui` as a browser sees it: the definitions load, a run started there is green and publishes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.reports import write_good
from tests.test_pipeline import Place

pytestmark = pytest.mark.slow

Ask = Callable[..., dict[str, Any]]
REPOSITORY = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
  name location { name } jobs { name } assetGroups { groupName } sensors { name } schedules { name } } } } }"""
LAUNCH = """mutation($params: ExecutionParams!) { launchRun(executionParams: $params) {
  __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
STATUS = "query($run: ID!) { runOrError(runId: $run) { ... on Run { status } } }"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("ui"))
    write_good(made.raw)
    return made


@pytest.fixture(scope="module")
def ask(place: Place) -> Iterator[Ask]:
    """A question to the running UI's GraphQL."""
    port = free_port()
    process = place.start(
        "ui", "--port", str(port), output=subprocess.DEVNULL
    )  # a pipe that nobody reads would stop it

    def question(query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/graphql", body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    deadline = time.monotonic() + 120
    while True:
        try:
            question("{ version }")
            break
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "the UI ended"
            assert time.monotonic() < deadline, "the UI does not answer"
            time.sleep(0.5)
    yield question
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C: it ends what it started
    assert process.wait(timeout=60) == 0


def test_the_graph_the_sensor_and_the_schedule_are_there(ask: Ask) -> None:
    [repository] = ask(REPOSITORY)["repositoriesOrError"]["nodes"]
    groups = {group["groupName"] for group in repository["assetGroups"]}
    assert groups == {"documents", "extraction", "staging", "marts", "publication"}
    assert {"name": "build_warehouse"} in repository["jobs"]
    assert repository["sensors"] == [{"name": "raw_folder_changed"}]
    assert repository["schedules"] == [{"name": "nightly"}]


def test_a_run_started_there_publishes(place: Place, ask: Ask) -> None:
    [repository] = ask(REPOSITORY)["repositoriesOrError"]["nodes"]
    selector = {
        "repositoryName": repository["name"],
        "repositoryLocationName": repository["location"]["name"],
        "pipelineName": "build_warehouse",
    }
    launched = ask(LAUNCH, params={"selector": selector, "runConfigData": {}, "mode": "default"})["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    deadline = time.monotonic() + 180
    while (status := ask(STATUS, run=launched["run"]["runId"])["runOrError"]["status"]) not in ("SUCCESS", "FAILURE"):
        assert time.monotonic() < deadline, status
        time.sleep(1)
    assert status == "SUCCESS"
    assert place.ask("select count(*) > 15 from observations") == [(True,)]
