"""Forms of the front door."""

from wtforms import PasswordField, ValidationError
from wtforms.validators import DataRequired, EqualTo, Length

from fm.blueprints.forms import Form, Line
from fm.usecases.accounts import LONGEST_LOGIN, LONGEST_PASSWORD, SHORTEST_PASSWORD


class LoginForm(Form):
    """Name and password."""

    kennung = Line("Kennung", [DataRequired("Bitte Ihre Kennung eingeben.")], longest=LONGEST_LOGIN)
    passwort = PasswordField("Passwort", [DataRequired("Bitte Ihr Passwort eingeben."), Length(max=LONGEST_PASSWORD)])


class PasswordForm(Form):
    """The old password and, twice, the new one: long rather than complicated."""

    bisher = PasswordField("Bisheriges Passwort", [
        DataRequired("Bitte Ihr bisheriges Passwort eingeben."), Length(max=LONGEST_PASSWORD)])
    neu = PasswordField("Neues Passwort", [
        DataRequired("Bitte ein neues Passwort eingeben."),
        Length(SHORTEST_PASSWORD, message=f"Das neue Passwort braucht mindestens {SHORTEST_PASSWORD} Zeichen."),
        Length(max=LONGEST_PASSWORD)])
    wiederholt = PasswordField("Neues Passwort wiederholen", [
        DataRequired("Bitte das neue Passwort wiederholen."),
        EqualTo("neu", "Das stimmt nicht mit dem neuen Passwort überein.")])

    def validate_neu(self, field):
        """The new password is another one, and not a single character over and over."""
        if field.data == self.bisher.data:
            raise ValidationError("Das neue Passwort muss sich vom bisherigen unterscheiden.")
        if len(set(field.data)) < 5:
            raise ValidationError("Bitte mindestens fünf verschiedene Zeichen verwenden.")
