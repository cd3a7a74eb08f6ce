"""The catalogue in the browser's eyes."""

import pytest


@pytest.mark.parametrize("way", ["wide", "narrow"])
def test_the_deeds_of_the_filter_stand_side_by_side(visit, way):
    page = visit(way, "/massnahmen", login="massnahmen")
    deeds = page.locator(".fm-filter__deeds").locator("button, a").all()
    (one, top), (other, beside) = (((box := deed.bounding_box())["x"], box["y"]) for deed in deeds)
    assert other > one
    assert abs(beside - top) < 2
