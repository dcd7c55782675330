"""A twin does the work; what comes out is what one process makes."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from records.confined.twin import apart, shared


def processes():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text()


@pytest.fixture(autouse=True)
def _leaves_no_process():
    before = processes()
    yield
    assert processes() == before


def worked(piece):
    return piece * piece, os.getpid()


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6])
def test_each_piece_comes_once_and_in_order_from_elsewhere(count):
    made = list(shared(worked, range(1, count + 1)))

    assert [(piece, square) for piece, (square, _by) in made] == [
        (piece, piece * piece) for piece in range(1, count + 1)
    ]
    elsewhere = [by for _piece, (_square, by) in made if by != os.getpid()]
    assert len(elsewhere) == (0 if count == 1 else count)
    assert len(set(elsewhere)) <= 1


def test_empty_pieces_are_left_to_nobody_else():
    here = os.getpid()

    def by(_piece):
        return os.getpid()

    assert list(shared(by, [[], [], []])) == [([], here)] * 3
    mixed = [made == here for _piece, made in shared(by, [[], [1], [], [2]])]
    assert mixed == [True, False, True, False]


def test_with_one_processor_this_process_does_it_all(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0})

    assert {by for _piece, (_square, by) in shared(worked, range(1, 7))} == {os.getpid()}


def test_what_a_twin_that_ended_had_to_do_is_done_here():
    here = os.getpid()

    def ends(piece):
        if os.getpid() != here and piece == 5:
            os._exit(1)
        return os.getpid()

    made = dict(shared(ends, range(1, 9)))

    assert list(made) == list(range(1, 9))
    assert [piece for piece, by in made.items() if by != here] == [1, 2, 3, 4]


def test_pieces_that_are_larger_than_a_pipe_pass_both_ways_at_once():
    pieces = [bytes([number]) * (1 << 20) for number in range(8)]

    assert [made for _piece, made in shared(bytes.upper, pieces)] == pieces


def test_what_goes_wrong_elsewhere_goes_wrong_here():
    with pytest.raises(ZeroDivisionError):
        list(shared(lambda piece: 1 / (piece - 3), range(1, 9)))


def test_who_stops_early_leaves_no_process():
    with closing(shared(worked, range(1, 100))) as pieces:
        assert next(pieces)[0] == 1


def test_a_twin_has_no_connection_that_was_open():
    ours = os.dup2(os.memfd_create("ours"), 200)

    def has(_piece):
        return f"/proc/self/fd/{ours}" in map(str, Path("/proc/self/fd").iterdir())

    try:
        assert has(1)
        assert [found for _piece, found in shared(has, range(2, 4))] == [False, False]
    finally:
        os.close(ours)


def test_what_is_done_apart_is_done_elsewhere(tmp_path):
    apart(lambda: (tmp_path / "by").write_text(str(os.getpid())))
    assert (tmp_path / "by").read_text() != str(os.getpid())


def test_what_fails_apart_is_told(capfd):
    def fall():
        raise ValueError("no space")

    with pytest.raises(ChildProcessError):
        apart(fall)
    assert "no space" in capfd.readouterr().err
