"""Two files made one, both of them with a wish, an offer and the same job: each stands once afterwards."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Employer, Job, JobMatch, JobWish, Offer, Proposal
from fm.usecases.merging import merge_people
from tests.support.actors import TODAY, acting

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def test_jobs_of_both_files_stand_once(records, db_session) -> None:
    desk = records.staff("service", roles="service")
    kept, gone = records.case(opened=date(2026, 1, 5)), records.case(opened=date(2026, 3, 2))
    one, two = (Job(number=number, title="Hilfe", recorded=TODAY, kind="arbeit", saved_at=NOW,
                    employer=Employer(name=number, search_name=number)) for number in ("s1", "s2"))
    db_session.add_all([one, two])
    db_session.flush()
    for case, day in ((kept, TODAY), (gone, TODAY - timedelta(days=3))):
        row = {"case_id": case.id, "person_id": case.person_id, "staff_id": desk.id, "saved_at": NOW}
        db_session.add_all([
            JobWish(**row, mobility="town" if case is gone else None), Offer(**row, day=day),
            JobMatch(job_id=one.id, case_id=case.id, score=50, found_on=TODAY),
            Proposal(**row, number=1, job_id=one.id, found_on=day, told_on=day if case is gone else None,
                     told_by="talk" if case is gone else None)])
    db_session.add(Proposal(case_id=gone.id, person_id=gone.person_id, number=2, job_id=two.id, found_on=TODAY,
                            staff_id=desk.id, saved_at=NOW))
    db_session.commit()

    merge_people(acting(desk), kept.person_id, gone.person_id, "Ausweis lag vor", NOW, "10.0.0.7")

    assert db_session.scalars(select(JobWish.mobility)).all() == ["town"]
    assert db_session.scalars(select(Offer.ended).order_by(Offer.id)).all() == [None, TODAY]
    rows = db_session.scalars(select(Proposal).order_by(Proposal.job_id)).all()
    assert [(row.case_id, row.job_id, row.told_by) for row in rows] == [
        (kept.id, one.id, "talk"), (kept.id, two.id, None)]
    assert rows[0].found_on == TODAY - timedelta(days=3)
    assert db_session.scalars(select(JobMatch.case_id)).all() == [kept.id]
