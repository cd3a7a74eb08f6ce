"""The forms of jobs, employers and proposals."""

from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, choices, row_id
from fm.rules.job_checks import Standing
from fm.rules.jobs import ANSWERS, JOB_STATES, TELLING
from fm.usecases.employers import Contact, Firm

_DAY_MISSING = "Bitte ein Datum wie 02.03.2026 eingeben."


class PoolForm(Form):
    """A file of the job pool."""

    datei = FileField("Datei aus dem Stellenpool", [DataRequired("Bitte eine Datei wählen.")])
    vollstaendig = BooleanField("Die Datei enthält alle offenen Stellen: fehlende schließen")
    pruefen = BooleanField("Nur prüfen, nichts übernehmen")


class StateForm(Edited):
    """How a job stands."""

    stand = SelectField("Stand", [DataRequired()], choices=choices(JOB_STATES))


class FirmForm(Edited):
    """What is known of an employer."""

    name = Line("Name", [DataRequired("Bitte den Namen des Arbeitgebers eingeben.")])
    strasse = Line("Straße und Hausnummer", [Optional()])
    plz = Line("Postleitzahl", [Optional()], longest=20)
    ort = Line("Ort", [Optional()])
    telefon = Line("Telefon", [Optional()], longest=60)
    email = EmailField("E-Mail", [Optional()])
    geschaeftsstelle = SelectField("Geschäftsstelle, die den Arbeitgeber betreut")
    vermerk = LongText("Was man wissen sollte", [Optional()], longest=4000)

    def offer(self, branches: dict[int, str]) -> "FirmForm":
        """Offer these branches."""
        self.geschaeftsstelle.choices = choices(
            {str(key): name for key, name in branches.items()}, none_chosen="keine bestimmte")
        return self

    @property
    def firm(self) -> Firm:
        """What was typed, as the use case takes it."""
        return Firm(
            self.name.data, self.strasse.data or None, self.plz.data or None, self.ort.data or None,
            self.telefon.data or None, self.email.data or None, row_id(self.geschaeftsstelle.data),
            self.vermerk.data or None)


class ContactForm(Edited):
    """Somebody to talk to."""

    name = Line("Name", [DataRequired("Bitte den Namen eingeben.")])
    funktion = Line("Funktion", [Optional()])
    telefon = Line("Telefon", [Optional()], longest=60)
    email = EmailField("E-Mail", [Optional()])

    @property
    def contact(self) -> Contact:
        """What was typed, as the use case takes it."""
        typed = (self.funktion, self.telefon, self.email)
        return Contact(self.name.data, *(field.data or None for field in typed))


class NoteForm(Edited):
    """A note of a talk with an employer."""

    tag = Day("Tag", [InputRequired(_DAY_MISSING)])
    text = LongText("Worum es ging", [DataRequired("Bitte kurz schreiben, worum es ging.")], longest=4000)


class StandingForm(Edited):
    """How a proposal stands: when and how the client was told, the answer, what follows."""

    informiert = Day("Person informiert am", [Optional()])
    wie = SelectField("Wie informiert", choices=choices(TELLING, "noch nicht informiert"))
    antwort = SelectField("Antwort", choices=choices(ANSWERS))
    antwort_am = Day("Antwort vom", [Optional()])
    nachfragen = Day("Nachfragen am", [Optional()])
    notiz = LongText("Notiz", [Optional()], longest=4000)

    @property
    def standing(self) -> Standing:
        """What was typed, as the use case takes it."""
        return Standing(self.informiert.data, self.wie.data or None, self.antwort.data, self.antwort_am.data,
                        self.nachfragen.data, self.notiz.data or None)


class ProposalForm(Form):
    """A job for a client: found, perhaps reported, perhaps the client knows already."""

    stelle = Line("Nummer der Stelle", [DataRequired("Bitte die Nummer der Stelle eingeben.")])
    gefunden = Day("Gefunden am", [InputRequired(_DAY_MISSING)])
    informiert = Day("Person informiert am", [Optional()])
    wie = SelectField("Wie informiert", choices=choices(TELLING, "noch nicht informiert"))
    nachfragen = Day("Nachfragen am", [Optional()])
    melden = BooleanField("Dem Arbeitgeberservice melden")
    meldung = LongText("Worte zur Meldung", [Optional()], longest=2000)
    notiz = LongText("Notiz", [Optional()], longest=4000)

    @property
    def standing(self) -> Standing:
        """What was typed, as the use case takes it."""
        return Standing(self.informiert.data, self.wie.data or None, follow_up_on=self.nachfragen.data,
                        note=self.notiz.data or None)


class ReportForm(Form):
    """What the employer service is told of a client."""

    meldung = LongText("Worte zur Meldung", [Optional()], longest=2000)
