"""The first floor: what is kept. Columns, relations, and constraints by which the database refuses the forbidden."""

from fm.models.access import LoginFailure, LoginSession
from fm.models.agreement import Agreement, AgreementDuty, Breach
from fm.models.appointment import Appointment, BookedSlot, BusyHours, Meeting
from fm.models.base import Base
from fm.models.case import (
    Application,
    Case,
    CaseGroup,
    Category,
    ContactNote,
    Instruction,
    Intake,
    Invitation,
    PlacementStep,
    School,
    SchoolProof,
    TargetGroup,
    Training,
    Transfer,
)
from fm.models.circulation import BenefitChange, Circulation, CirculationStation
from fm.models.consultation import FollowUp, FollowUpStep, OwnApplication
from fm.models.deadline import Deadline
from fm.models.employer import (
    Employer,
    EmployerContact,
    EmployerNote,
    Job,
    JobMatch,
    JobWish,
    MatchingJob,
    MatchingMeeting,
    Offer,
    Proposal,
)
from fm.models.handover import Deferral, Handover, HandoverBarrier, HandoverQuery
from fm.models.intake import SurveySection
from fm.models.journal import JournalEntry, JournalHead
from fm.models.measure import (
    Measure,
    MeasureBarrier,
    MeasureEntryDay,
    MeasurePlaces,
    MeasureSite,
    MeasureVersion,
    Occupation,
)
from fm.models.organisation import Branch, ClosingDay, Deputy, PostShare, Setting, Staff, StaffRole, StaffStream
from fm.models.paper import Document, LetterText, PrintItem, PrintJob, ReceivedFile
from fm.models.participation import (
    Absence,
    Conference,
    ConferenceBarrier,
    ConferenceTask,
    Participation,
    WaitingMove,
)
from fm.models.person import Household, Person, PersonName
from fm.models.plan import Goal, Strategy
from fm.models.profile import Barrier, BarrierStep, HouseholdFocus, Profile, ProfileItem
from fm.models.support import Alliance, AllianceStep, Budget, CourseNote, Support
from fm.models.work import BreakGlass, CalendarFeed, Draft, FormKey, Message, OutboxMail, SavedView

__all__ = [
    "Absence", "Agreement", "AgreementDuty", "Alliance", "AllianceStep", "Application", "Appointment", "Barrier",
    "BarrierStep", "Base", "BenefitChange", "BookedSlot", "Branch", "Breach", "BreakGlass", "Budget", "BusyHours",
    "CalendarFeed", "Case", "CaseGroup", "Category", "Circulation", "CirculationStation", "ClosingDay",
    "Conference", "ConferenceBarrier", "ConferenceTask", "ContactNote", "CourseNote", "Deadline", "Deferral",
    "Deputy", "Document", "Draft", "Employer", "EmployerContact", "EmployerNote", "FollowUp", "FollowUpStep",
    "FormKey", "Goal", "Handover", "HandoverBarrier", "HandoverQuery", "Household", "HouseholdFocus",
    "Instruction", "Intake", "Invitation", "Job", "JobMatch", "JobWish", "JournalEntry", "JournalHead",
    "LetterText", "LoginFailure", "LoginSession", "MatchingJob", "MatchingMeeting", "Measure", "MeasureBarrier",
    "MeasureEntryDay", "MeasurePlaces", "MeasureSite", "MeasureVersion", "Meeting", "Message", "Occupation",
    "Offer", "OutboxMail", "OwnApplication", "Participation", "Person", "PersonName", "PlacementStep",
    "PostShare", "PrintItem", "PrintJob", "Profile", "ProfileItem", "Proposal", "ReceivedFile", "SavedView",
    "School", "SchoolProof", "Setting", "Staff", "StaffRole", "StaffStream", "Strategy", "Support",
    "SurveySection", "TargetGroup", "Training", "Transfer", "WaitingMove",
]
