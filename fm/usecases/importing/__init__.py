"""The import of the office's tables; `takeover` is its front door, `tables` says what the files hold."""

from fm.usecases.importing.takeover import Outcome, Refused, check_folder, import_folder, import_occupations

__all__ = ["Outcome", "Refused", "check_folder", "import_folder", "import_occupations"]
