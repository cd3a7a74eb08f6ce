"""The first floor: what is kept. Columns, relations, and constraints by which the database refuses the forbidden."""

from fm.models.access import LoginFailure, LoginSession
from fm.models.appointment import Appointment, BookedSlot, BusyHours, Meeting
from fm.models.base import Base
from fm.models.case import (
    Agreement,
    Application,
    Barrier,
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
from fm.models.deadline import Deadline
from fm.models.handover import Deferral, Handover, HandoverBarrier, HandoverQuery
from fm.models.intake import Profile, SurveySection
from fm.models.journal import JournalEntry, JournalHead
from fm.models.measure import Measure, Occupation, Participation
from fm.models.organisation import Branch, ClosingDay, Deputy, PostShare, Setting, Staff, StaffRole, StaffStream
from fm.models.paper import Document, LetterText, PrintItem, PrintJob
from fm.models.person import Household, Person, PersonName
from fm.models.work import BreakGlass, Draft, FormKey, Message, OutboxMail, SavedView

__all__ = [
    "Agreement", "Application", "Appointment", "Barrier", "Base", "BenefitChange", "BookedSlot", "Branch",
    "BreakGlass", "BusyHours", "Case", "CaseGroup", "Category", "Circulation", "CirculationStation", "ClosingDay",
    "ContactNote", "Deadline", "Deferral", "Deputy", "Document", "Draft", "FormKey", "Handover", "HandoverBarrier",
    "HandoverQuery", "Household", "Instruction", "Intake", "Invitation", "JournalEntry", "JournalHead", "LetterText",
    "LoginFailure", "LoginSession", "Measure", "Meeting", "Message", "Occupation", "OutboxMail", "Participation",
    "Person", "PersonName", "PlacementStep", "PostShare", "PrintItem", "PrintJob", "Profile", "SavedView", "School",
    "SchoolProof", "Setting", "Staff", "StaffRole", "StaffStream", "SurveySection", "TargetGroup", "Training",
    "Transfer",
]
