"""The first floor: what is kept. Columns, relations, and constraints by which the database refuses the forbidden."""

from fm.models.access import LoginFailure, LoginSession
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
from fm.models.deadline import Deadline
from fm.models.journal import JournalEntry, JournalHead
from fm.models.measure import Measure, Occupation, Participation
from fm.models.organisation import Branch, ClosingDay, Deputy, PostShare, Setting, Staff, StaffRole, StaffStream
from fm.models.person import Household, Person, PersonName
from fm.models.work import BreakGlass, Draft, Message, SavedView

__all__ = [
    "Agreement", "Application", "Barrier", "Base", "Branch", "BreakGlass", "Case", "CaseGroup", "Category",
    "ClosingDay", "ContactNote", "Deadline", "Deputy", "Draft", "Household", "Instruction", "Intake", "Invitation",
    "JournalEntry", "JournalHead", "LoginFailure", "LoginSession", "Measure", "Message", "Occupation", "Participation",
    "Person", "PersonName", "PlacementStep", "PostShare", "SavedView", "School", "SchoolProof", "Setting", "Staff",
    "StaffRole", "StaffStream", "TargetGroup", "Training", "Transfer",
]
