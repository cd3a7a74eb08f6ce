"""Paper and files, made from plain values: no model objects, no network."""

from dataclasses import dataclass, replace
from typing import Any

from fm.documents.engine import page_of, plain, press
from fm.documents.placeholders import PLACEHOLDERS, fill
from fm.documents.records import Paper
from fm.rules.vocabulary import DOCUMENT_KINDS


@dataclass(frozen=True)
class _Kind:
    """How a kind is laid out; `sizes` are tried until it stands on one page."""

    template: str
    styles: tuple[str, ...]
    sizes: tuple[str, ...] = ()


_LETTER = _Kind("documents/letter.html", ("common", "letter"))
_SHEET_STYLES = ("common", "sheet")
_KINDS = {
    "invitation_intake": _LETTER,
    "invitation_consequences": _LETTER,
    "change_letter": _LETTER,
    "survey": _Kind("documents/survey.html", _SHEET_STYLES),
    "instruction": _Kind("documents/instruction.html", _SHEET_STYLES),
    "cost_form": _Kind("documents/cost_form.html", _SHEET_STYLES),
    "handover_protocol": _Kind("documents/handover_protocol.html", _SHEET_STYLES),
    "circulation_slip": _Kind("documents/circulation_slip.html", _SHEET_STYLES),
    "contact_notes": _Kind("documents/contact_notes.html", _SHEET_STYLES),
    "invitation": _LETTER,
    "hearing": _LETTER,
    "applicant_profile": _Kind("documents/applicant_profile.html", _SHEET_STYLES),
    "plan": _Kind("documents/plan.html", (*_SHEET_STYLES, "client")),
    "agreement": _Kind("documents/agreement.html", _SHEET_STYLES),
    "tasks": _Kind("documents/tasks.html", (*_SHEET_STYLES, "client"), ("large", "middle", "small", "smallest")),
    "preparation": _Kind("documents/preparation.html", _SHEET_STYLES),
    "allocation": _Kind("documents/allocation.html", ("common", "letter", "slip")),
    "conference_invitation": _LETTER,
    "conference_protocol": _Kind("documents/conference_protocol.html", _SHEET_STYLES),
    "conference_copy": _Kind("documents/conference_protocol.html", _SHEET_STYLES),
    "job_proposal": _Kind("documents/job_proposal.html", ("common", "letter", "slip")),
    "catalogue": _Kind("documents/catalogue.html", (*_SHEET_STYLES, "catalogue")),
    "participants": _Kind("documents/participants.html", (*_SHEET_STYLES, "landscape")),
}


def render(kind: str, record: Paper) -> bytes:
    """A document as PDF; `kind` is a code of DOCUMENT_KINDS, "catalogue" or "participants"; the record the one of it.

    KeyError for an unknown kind or placeholder, ValueError where the kind follows a text and the record brings none.
    """
    how = _KINDS[kind]
    return press(how.template, how.styles, _values(kind, record), how.sizes)


def words(kind: str, record: Paper) -> str:
    """What a document says, as plain words in one line, for the search; raises what `render` does."""
    return plain(page_of(_KINDS[kind].template, _values(kind, record)))


def preview(kind: str, text: str) -> bytes:
    """What a document would look like that follows a text, with made-up values and marked as such."""
    from fm.documents.samples import SAMPLES

    styles = (*_KINDS[kind].styles, "specimen")
    return press(_KINDS[kind].template, styles, _values(kind, replace(SAMPLES[kind], text=text)))


def _values(kind: str, record: Paper) -> dict[str, Any]:
    """What the template of a document shows."""
    if kind in PLACEHOLDERS and not record.text.strip():
        raise ValueError(f"{kind} without its text")
    title, blocks = record.title or DOCUMENT_KINDS[kind], []
    for block in fill(record.text, record.values()):
        if block.kind == "title":
            title = block.lines[0]
        else:
            blocks.append(block)
    return {"paper": record, "title": title, "blocks": blocks}
