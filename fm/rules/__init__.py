"""The ground floor: what the Handlungskonzept says, as pure functions.

Nothing here knows the web, the database or the clock: facts of one case go in, deadlines, proposals and
permissions come out. Names of chapters in brackets, such as (HK 4.1.4), are those of the Handlungskonzept.
"""
