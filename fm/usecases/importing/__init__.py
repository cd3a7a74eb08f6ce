"""The import of the office's tables; `takeover` is its front door, `jobs` that of the job pool, `tables` says what the
files hold."""

from fm.usecases.importing.jobs import Taken, check_jobs, import_jobs
from fm.usecases.importing.takeover import Outcome, Refused, check_folder, import_folder, import_occupations

__all__ = [
    "Outcome", "Refused", "Taken", "check_folder", "check_jobs", "import_folder", "import_jobs", "import_occupations",
]
