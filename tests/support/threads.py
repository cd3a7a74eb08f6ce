"""The same deed from several threads at the same moment, each with a session of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

THREADS, TURNS = 4, 10


def at_once(app: Flask, deed: Callable[[int], object]) -> None:
    """Do the deed in each of the turns, in all threads together; what goes wrong in one of them is raised."""
    start = Barrier(THREADS)

    def repeat() -> None:
        for turn in range(TURNS):
            start.wait(timeout=30)
            with app.app_context():
                deed(turn)

    with ThreadPoolExecutor(THREADS) as pool:
        for thread in [pool.submit(repeat) for _ in range(THREADS)]:
            thread.result()
