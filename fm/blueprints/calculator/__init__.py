"""The deadline calculator: any sum, any standard, and the days that do not count."""

from fm.blueprints.calculator.routes import blueprint

__all__ = ["blueprint"]
