"""The preparation sheet of a follow-up consultation (HK 4.1.4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from fm.documents.casework import Brought, Preparation, ProposedJob, Strategy, Tried
from fm.documents.protocol import Participation
from fm.documents.records import Note
from fm.models import Case
from fm.queries.known import Known
from fm.queries.letters import addressee
from fm.queries.preparation import Preparation as Prepared
from fm.queries.preparation import Said, prepared
from fm.queries.profile import said
from fm.rules.calendar import german
from fm.rules.casework import APPLICATION_RESULTS, DUTY_SIDES, RECEIVED_KINDS, STRATEGY_STATES
from fm.rules.contacts import about, by_means
from fm.rules.jobs import ANSWERS
from fm.rules.vocabulary import CATEGORIES, PARTICIPATION_STATES
from fm.usecases.agreement_paper import duty_on_paper, in_words
from fm.usecases.letters import sheet
from fm.usecases.plan_paper import goal_in_words, next_meeting
from fm.usecases.profile_paper import barrier_on_paper, profile_in_words, strengths_in_words


def preparation_record(session: Session, case: Case, now: datetime) -> Preparation:
    """What one looks through before a talk, as it stands now."""
    today = now.date()
    to, at_hand = addressee(session, case.id), prepared(Known(session, case.id, today))
    profile = said(at_hand.profile) if at_hand.profile else None
    return Preparation(
        **sheet(to, today), meeting=next_meeting(session, to, today), duties=tuple(
            (DUTY_SIDES[duty.side], duty_on_paper(duty)) for duty in at_hand.duties),
        agreement=in_words(session, at_hand.agreement, today) if at_hand.agreement else "Keine Vereinbarung.",
        brought=tuple(Brought(one.received, RECEIVED_KINDS[one.kind], one.title) for one in at_hand.brought),
        profile=profile_in_words(session, at_hand.profile, today) or "noch keines",
        target=(profile.aim or "") if profile else "", strengths=strengths_in_words(at_hand.profile),
        category=CATEGORIES.get(case.category or "", ""), goal=goal_in_words(at_hand.goal), papers=_papers(at_hand),
        barriers=tuple(barrier_on_paper(one, to.born, today) for one in at_hand.barriers),
        strategies=tuple(Strategy(
            one.barrier.name if one.barrier else "", one.text, one.intermediate_goal or "", one.due,
            STRATEGY_STATES[one.state]) for one in at_hand.strategies),
        participations=tuple(Participation(
            one.title, "", one.begins, one.ends, PARTICIPATION_STATES[one.status]) for one in at_hand.measures),
        applications=tuple(Tried(one.day, one.employer, one.occupation, one.interview, APPLICATION_RESULTS[one.result])
                           for one in at_hand.applications),
        proposals=tuple(ProposedJob(one.found_on, one.told_on, one.title, one.employer, ANSWERS[one.answer])
                        for one in at_hand.proposals),
        notes=tuple(map(_note, at_hand.notes)))


def _papers(at_hand: Prepared) -> str:
    seen = f"Bewerbungsunterlagen zuletzt gesichtet am {german(at_hand.papers_seen)}." if at_hand.papers_seen else ""
    return at_hand.papers_hint or seen


def _note(note: Said) -> Note:
    at = datetime.combine(note.day, datetime.min.time())
    missed = "versäumt: " if note.missed else ""
    return Note(at, missed + about(note.occasion, note.kind, note.counts), note.text or "",
                means=by_means(note.means, note.occasion), author=note.staff or "")
