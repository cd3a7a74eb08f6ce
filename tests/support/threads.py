"""The same deed from several threads at the same moment, each with a session of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

THREADS, TURNS = 4, 10


def at_once(app: Flask, deed: Callable[[int], object]) -> None:
    """Do the deed in each of the turns, in all threads together; what goes wrong in one of them is raised."""
    _together(app, THREADS, TURNS, lambda _, turn: deed(turn))


def each_at_once(app: Flask, threads: int, deed: Callable[[int], object]) -> None:
    """Do the deed once in so many threads together, each of which is told its number."""
    _together(app, threads, 1, lambda thread, _: deed(thread))


def _together(app: Flask, threads: int, turns: int, deed: Callable[[int, int], object]) -> None:
    start = Barrier(threads)

    def repeat(thread: int) -> None:
        for turn in range(turns):
            start.wait(timeout=30)
            with app.app_context():
                deed(thread, turn)

    with ThreadPoolExecutor(threads) as pool:
        for running in [pool.submit(repeat, thread) for thread in range(threads)]:
            running.result()
