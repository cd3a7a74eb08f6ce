"""Who can take over a case."""

from dataclasses import replace
from datetime import date

import pytest

from fm.rules.receivers import Receiver, hint, stream_branches, why_not

KIM = Receiver(7, "Kim Muster", 1, frozenset({"market_distant"}))


@pytest.mark.parametrize(("receiver", "sentence"), [
    (KIM, None),
    (replace(KIM, active=False), "Kim Muster ist nicht mehr im Dienst."),
    (replace(KIM, manages=False), "Kim Muster arbeitet nicht im Fallmanagement."),
    (replace(KIM, id=3), "Kim Muster ist schon zuständig."),
    (replace(KIM, streams=frozenset({"youth"})), "Kim Muster gehört nicht zum Fallmanagement arbeitsmarktfern."),
    (replace(KIM, branch_id=2), "Kim Muster arbeitet nicht in der Geschäftsstelle, in die der Fall kommt."),
])  # fmt: skip
def test_why_somebody_cannot_take_a_case_over(receiver, sentence):
    assert why_not(receiver, "market_distant", 3, {1}) == sentence


def test_a_receiver_on_leave_has_somebody_standing_in():
    assert hint(KIM) is None
    assert hint(replace(KIM, away_until=date(2026, 12, 4), deputy="Ute Beispiel")) == (
        "Kim Muster ist bis 04.12.2026 abwesend; in Vertretung nimmt Ute Beispiel den Fall an.")


@pytest.mark.parametrize(("team", "branches"), [
    ([KIM, replace(KIM, branch_id=2)], {1}),
    ([replace(KIM, branch_id=2), replace(KIM, branch_id=3)], {2, 3}),
    ([replace(KIM, active=False), replace(KIM, branch_id=2)], {2}),
    ([], set()),
])  # fmt: skip
def test_a_neighbour_takes_over_where_the_branch_has_nobody(team, branches):
    assert stream_branches(team, "market_distant", 1) == branches
