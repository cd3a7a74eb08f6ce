"""/tastatur."""


def test_the_shortcuts_are_shown_and_can_be_switched_off_and_on(page, records):
    records.staff("karla", password="fallmanagement")
    page.log_in("karla", then="/tastatur")
    assert page.tree.find("body").get("data-shortcuts") is not None
    assert page.all("dialog")
    page.submit("/tastatur")
    assert page.says("Die Tastenkürzel sind abgeschaltet.")
    assert page.tree.find("body").get("data-shortcuts") is None
    assert not page.all("dialog")
    page.submit("/tastatur")
    assert page.tree.find("body").get("data-shortcuts") is not None
