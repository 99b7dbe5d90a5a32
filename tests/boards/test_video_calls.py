"""The flows of videos: their requests, and what they return for a response. No server is needed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ivk_boards.errors import VideoNotFoundError
from ivk_boards.videos import calls
from ivk_core.flow import Flow, Response
from ivk_core.transport.checking import error_for

VIDEO = {
    "video_name": "sea.mp4",
    "width": 64,
    "height": 32,
    "duration": 2.5,
    "created_at": "2026-11-20 09:07:22.058",
}


def result(flow: Flow[Any], response: Response) -> Any:
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(response)
    return end.value.value


def not_found(flow: Flow[Any]) -> Any:
    next(flow)
    try:
        flow.throw(error_for(Response(404, b'{"detail": "Video not found"}')))
    except StopIteration as end:
        return end.value


def test_the_record_of_a_video_is_read() -> None:
    request = next(calls.get_video("sea.mp4"))
    assert (request.method, request.target) == ("GET", "/videos/i/sea.mp4")

    video = result(calls.get_video("sea.mp4"), Response(200, json.dumps(VIDEO).encode()))
    assert (video.video_name, video.duration) == ("sea.mp4", 2.5)
    assert video.created_at == datetime(2026, 11, 20, 9, 7, 22, 58000, UTC)


def test_the_file_is_asked_for_without_compression() -> None:
    request = next(calls.download_video("sea.mp4"))
    assert request.target == "/videos/i/sea.mp4/full"
    assert dict(request.headers or {}) == {"Accept-Encoding": "identity"}
    assert result(calls.download_video("sea.mp4"), Response(200, b"film")) == b"film"


def test_a_video_is_streamed_to_a_file() -> None:
    target = Path("films/sea.mp4")
    assert next(calls.save_video("sea.mp4", target)).save_to == target


@pytest.mark.parametrize("flow", [calls.get_video, calls.download_video])
def test_an_unknown_video_is_named(flow: Any) -> None:
    with pytest.raises(VideoNotFoundError, match=r"gone\.mp4"):
        not_found(flow("gone.mp4"))


def test_a_video_that_may_be_absent_is_looked_for() -> None:
    assert not_found(calls.find_video("gone.mp4")) is None
    assert result(calls.find_video("sea.mp4"), Response(200, json.dumps(VIDEO).encode())).width == 64
