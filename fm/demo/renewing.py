"""Agreements of the demo as they stand on a working day: the last one evaluated, the next begun, printed, signed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN
from fm.models import Agreement, Case
from fm.queries.accounts import SignedIn
from fm.queries.agreements import latest_signed
from fm.usecases.agreements import print_agreement, sign
from fm.usecases.profile import confirm_profile
from fm.usecases.renewal import Evaluation, Judgement, begin_renewal, evaluate

#: How far each renewal has come, and how the client kept the last duty of the agreement before.
_STAGES = (("written", "partly"), ("printed", "not"), ("signed", "done"))
_WHY = {"partly": "zwei von vier Bewerbungen sind belegt", "not": "kein Nachweis, kein Grund genannt"}


def renew_some(session: Session, actor: SignedIn, cases: Iterator[int], how_many: int, at: datetime) -> None:
    """Renew agreements that run, each as far as its stage says; part of the demo's one transaction."""
    for (stage, kept), case_id in zip(_STAGES[:how_many], cases, strict=False):
        confirm_profile(actor, case_id, at.date(), at, ORIGIN)
        before = latest_signed(session, case_id)
        if before and before.evaluated is None:
            said = Evaluation(at.date(), "office", "Nachweise durchgesehen, offene Pflichten kommen in die neue.")
            evaluate(actor, case_id, before.id, _judgements(before, kept), said, at, ORIGIN)
        agreement_id = begin_renewal(actor, case_id, at, ORIGIN)
        if stage != "written":
            print_agreement(actor, case_id, agreement_id, at, ORIGIN)
        if stage == "signed":
            with_guardian = session.get_one(Case, case_id).person.guardian is not None
            sign(actor, case_id, agreement_id, at.date(), with_guardian, at, ORIGIN)


def _judgements(agreement: Agreement, kept: str) -> dict[int, Judgement]:
    """Every duty done but the client's last one."""
    judged = {duty.id: Judgement("done") for duty in agreement.duties}
    last = max((duty.id for duty in agreement.duties if duty.side == "client"), default=None)
    return judged | ({last: Judgement(kept, _WHY.get(kept))} if last else {})
