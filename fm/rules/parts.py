"""Which part of a client's file a deadline and an entry of the timeline belong to: who reads the part reads them.

A deadline counts to the part that its reason tells of, so that nobody learns from a date what they may not read.
"""

#: Standard → part of the file.
PART_OF_STANDARD = {
    **dict.fromkeys(("ESB1", "ESB2", "ESB3", "ESB4", "ESB5", "ESB6", "ERG1", "ERG2"), "appointments"),
    **dict.fromkeys(("NAH1", "NAH2"), "appointments"),
    **dict.fromkeys(("NAH3", "NAH4", "NAH5", "NAH6", "FOL2", "WVL1", "WVL2", "WVL3", "WVL4"), "plan"),
    **dict.fromkeys(("JUG4", "JUG5", "JUG6", "JUG8", "JUG9", "UEB1", "UEB2"), "plan"),
    **dict.fromkeys(("EGV1", "EGV2", "EGV3", "EGV4", "FOL1"), "agreements"),
    **dict.fromkeys(("JUG1", "JUG2", "JUG3"), "profile"),
    **dict.fromkeys(("JUG7", "MAS1", "AGS1"), "participations"),
}

#: Who is told of a case's nearest deadline, whatever it is about, has to read all of these.
PARTS_OF_DEADLINES = frozenset(PART_OF_STANDARD.values())

#: Kind of entry → part of the file.
PART_OF_ENTRY = {
    "case": "master",
    "transfer": "master",
    "application": "application",
    "circulation": "application",
    "benefit_change": "application",
    "intake": "appointments",
    "invitation": "appointments",
    "instruction": "appointments",
    "contact": "appointments",
    "category": "plan",
    "target_group": "plan",
    "barrier": "plan",
    "placement_step": "plan",
    "goal": "plan",
    "strategy": "plan",
    "profile": "profile",
    "own_application": "profile",
    "breach": "agreements",
    "agreement": "agreements",
    "training": "participations",
    "participation": "participations",
    "conference": "participations",
    "support": "participations",
    "course_note": "participations",
    "alliance": "participations",
    "proposal": "profile",
    "school": "profile",
}

#: Kind of document → part of the file: who prints it writes the part; a sensitive one asks for "sensitive" beside it.
PART_OF_DOCUMENT = {
    "invitation_intake": "appointments",
    "invitation_consequences": "appointments",
    "survey": "appointments",
    "instruction": "appointments",
    "cost_form": "appointments",
    "contact_notes": "appointments",
    "circulation_slip": "application",
    "change_letter": "master",
    "handover_protocol": "plan",
    "invitation": "appointments",
    "applicant_profile": "profile",
    "plan": "plan",
    "agreement": "agreements",
    "tasks": "agreements",
    "preparation": "sensitive",
    "hearing": "agreements",
    "allocation": "participations",
    "conference_invitation": "participations",
    "conference_protocol": "plan",
    "conference_copy": "participations",
    "job_proposal": "profile",
}

#: Kind of what the client brought → part of the file; a sensitive one asks for "sensitive" beside it.
PART_OF_RECEIVED = {
    "application_papers": "profile",
    "certificate": "profile",
    "effort": "agreements",
    "medical": "sensitive",
    "letter": "plan",
    "signed": "agreements",
    "other": "plan",
}
#: Kinds that are sensitive whether somebody says so or not.
ALWAYS_SENSITIVE = frozenset({"medical"})
