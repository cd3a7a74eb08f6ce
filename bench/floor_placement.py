"""The floor's statements about measures and jobs: their pages, and the desks of those who work with them.

Each stands for what its page shows and no more. `{staff}` is replaced by whose desk it is; :me, :branch and :today say
who looks, where and when, :measure, :job, :person and :case what they look at.
"""

#: How each measure is occupied on a day: the places there are, those held, and who waits.
_OCCUPIED = """
SELECT m.number, m.title, m.kind, m.status, m.begins, m.ends, m.place, s.surname,
(SELECT sum(places) FROM measure_places x WHERE x.measure_id = m.id AND x.begins <= :day), t.taken, t.reserved,
t.waiting FROM measure m LEFT JOIN staff s ON s.id = m.coordinator_id LEFT JOIN (SELECT measure_id,
sum(status IN ('allocated', 'started', 'ended', 'broken_off') AND covered) AS taken,
sum(status = 'reserved' AND covered) AS reserved, sum(status = 'waiting') AS waiting FROM (SELECT measure_id, status,
coalesce(begins, :day) <= :day AND coalesce(broken_off, ends, :day) >= :day AS covered FROM participation)
GROUP BY measure_id) t ON t.measure_id = m.id WHERE m.status IN ('draft', 'published') ORDER BY lower(m.title)
"""
CATALOGUE = f"{_OCCUPIED} LIMIT 50"
#: The first days of twelve months, with the places held on each.
YEAR = """
WITH RECURSIVE month(first) AS (SELECT date(:today, 'start of month') UNION ALL SELECT date(first, '+1 month')
FROM month WHERE first < date(:today, 'start of month', '+11 months')) SELECT m.number, m.title, month.first,
sum(p.status = 'reserved'), count(p.id) FROM (SELECT * FROM measure WHERE status IN ('draft', 'published')
ORDER BY lower(title) LIMIT 25) m JOIN month LEFT JOIN participation p ON p.measure_id = m.id
AND p.status IN ('reserved', 'allocated', 'started', 'ended', 'broken_off') AND p.begins <= month.first
AND coalesce(p.broken_off, p.ends) >= month.first GROUP BY m.id, month.first
"""
_HELD = """
(SELECT count(*) FROM participation x WHERE x.measure_id = m.id
AND x.status IN ('reserved', 'allocated', 'started', 'ended', 'broken_off')
AND coalesce(x.begins, :today) <= :today AND coalesce(x.broken_off, x.ends, :today) >= :today)
"""
_THERE = "(SELECT sum(places) FROM measure_places x WHERE x.measure_id = m.id AND x.begins <= :today)"
_WAITING = "(SELECT count(*) FROM participation x WHERE x.measure_id = m.id AND x.status = 'waiting')"
MEASURE = f"SELECT m.*, {_HELD}, {_THERE}, {_WAITING} FROM measure m WHERE m.number = :measure"
_TARGET = """
(SELECT coalesce(f.target, o.title) FROM profile f LEFT JOIN occupation o ON o.code = f.target_code
WHERE f.case_id = x.case_id ORDER BY f.valid_from DESC LIMIT 1)
"""
PARTICIPANTS = f"""
SELECT p.number, p.surname, p.given_name, p.born, p.phone, b.name, x.status, x.begins, x.ends, x.result, s.surname,
{_TARGET}, h.name, row_number() OVER (PARTITION BY x.status, x.site_id ORDER BY x.waiting_rank, x.waiting_since),
(SELECT sum(julianday(a.ends) - julianday(a.begins) + 1) FROM absence a WHERE a.participation_id = x.id)
FROM participation x JOIN measure m ON m.id = x.measure_id JOIN person p ON p.id = x.person_id
JOIN branch b ON b.id = p.branch_id JOIN support_case c ON c.id = x.case_id
LEFT JOIN staff s ON s.id = c.case_manager_id LEFT JOIN measure_site h ON h.id = x.site_id
WHERE m.number = :measure ORDER BY x.status, p.sort_name
"""
#: Somebody's clients with all that they need a measure for.
FITTING = """
SELECT p.number, p.surname, p.given_name, p.born, c.category, b.kind, b.area, t.kind, x.status FROM support_case c
JOIN person p ON p.id = c.person_id JOIN measure m ON m.number = :measure LEFT JOIN barrier b
ON b.case_id = c.id AND b.state <> 'erledigt' LEFT JOIN strategy t ON t.barrier_id = b.id LEFT JOIN participation x
ON +x.measure_id = m.id AND x.person_id = p.id AND x.status IN ('proposed', 'reserved', 'waiting', 'allocated',
'started') WHERE c.case_manager_id IN ({staff}) AND c.is_latest AND c.closed IS NULL ORDER BY p.sort_name
"""
PLACES = """
SELECT m.title, m.provider, p.status, p.begins, p.ends, p.result, p.reason FROM participation p
JOIN measure m ON m.id = p.measure_id WHERE p.person_id = :person ORDER BY p.begins DESC
"""
#: Three measures for each open barrier, those first that are meant for its kind; their words are not weighed.
SUITING = f"""
WITH offered AS MATERIALIZED (SELECT m.id, m.title, m.content, m.begins, {_THERE} - {_HELD} AS free FROM measure m
WHERE m.status = 'published' AND coalesce(m.ends, :today) >= :today) SELECT * FROM (SELECT b.name, m.title, m.content,
m.begins, m.free, row_number() OVER (PARTITION BY b.id ORDER BY k.kind IS NULL, m.free = 0, m.title) AS place
FROM barrier b JOIN offered m LEFT JOIN measure_barrier k ON k.measure_id = m.id AND k.kind = b.kind
WHERE b.case_id = :case AND b.state <> 'erledigt') WHERE place <= 3
"""

WISH = "SELECT w.*, s.surname FROM job_wish w JOIN staff s ON s.id = w.staff_id WHERE w.case_id = :case"
OFFER = """
SELECT o.*, s.surname FROM offer o JOIN staff s ON s.id = o.staff_id WHERE o.case_id = :case AND o.ended IS NULL
"""
SAID = """
SELECT f.target, i.kind, i.text, i.code FROM profile f JOIN profile_item i ON i.profile_id = f.id
WHERE f.id = (SELECT id FROM profile WHERE case_id = :case ORDER BY valid_from DESC, number DESC LIMIT 1)
AND i.kind <> 'requirement'
"""
PROPOSED = """
SELECT j.number, j.title, j.state, e.name, j.town, o.found_on, o.reported_on, o.told_on, o.answer, o.follow_up_on
FROM proposal o JOIN job j ON j.id = o.job_id JOIN employer e ON e.id = j.employer_id WHERE o.case_id = :case
"""
MATCHED_JOBS = """
SELECT j.number, j.title, j.town, j.kind, j.extent, j.begins, j.requirements, e.name, x.score, x.found_on, p.answer
FROM job_match x JOIN job j ON j.id = x.job_id JOIN employer e ON e.id = j.employer_id LEFT JOIN proposal p
ON p.job_id = x.job_id AND p.case_id = x.case_id WHERE x.case_id = :case AND j.state = 'offen'
ORDER BY x.score DESC LIMIT 20
"""
JOBS = """
SELECT j.number, j.title, j.town, j.kind, j.extent, j.begins, j.recorded, e.name, (SELECT count(*) FROM job_match x
WHERE x.job_id = j.id) FROM job j JOIN employer e ON e.id = j.employer_id WHERE j.state = 'offen'
ORDER BY j.recorded DESC LIMIT 50
"""
JOB = "SELECT j.*, e.* FROM job j JOIN employer e ON e.id = j.employer_id WHERE j.number = :job"
#: With what each reason is made of: the wishes, and what the latest profile says.
MATCHED_CLIENTS = """
SELECT p.number, p.surname, p.given_name, p.born, x.score, x.found_on, b.name, s.surname, o.answer, w.kind, w.extents,
w.mobility, w.has_car, w.licences, w.from_day, (SELECT group_concat(i.text, ', ') FROM profile_item i
WHERE i.kind <> 'requirement' AND i.profile_id = (SELECT f.id FROM profile f WHERE f.case_id = x.case_id
ORDER BY f.valid_from DESC, f.number DESC LIMIT 1)) FROM job_match x JOIN job j ON j.id = x.job_id
JOIN support_case c ON c.id = x.case_id JOIN person p ON p.id = c.person_id JOIN branch b ON b.id = p.branch_id
LEFT JOIN staff s ON s.id = c.case_manager_id LEFT JOIN proposal o ON o.job_id = x.job_id AND o.case_id = x.case_id
LEFT JOIN job_wish w ON w.case_id = x.case_id WHERE j.number = :job ORDER BY x.score DESC, p.sort_name LIMIT 25
"""

_COORDINATED = "(m.coordinator_id IN ({staff}) OR m.deputy_id = :me)"
_PARTICIPATION = """
FROM participation x JOIN measure m ON m.id = x.measure_id JOIN person p ON p.id = x.person_id
JOIN support_case c ON c.id = x.case_id LEFT JOIN measure_site h ON h.id = x.site_id
LEFT JOIN staff s ON s.id = c.case_manager_id
"""
_LOOKED_AFTER = f"({_COORDINATED} OR h.branch_id = :branch)"
CONFERENCES = f"""
SELECT d.due, d.since, d.basis, p.number, p.surname, p.given_name, m.number, m.title, (SELECT min(k.planned_at)
FROM conference k WHERE k.participation_id = x.id AND k.state = 'planned'), count(*) OVER () {_PARTICIPATION}
JOIN deadline d ON d.case_id = x.case_id AND d.since = x.begins WHERE d.standard = 'MAS1' AND d.outcome = 'open'
AND m.kind = 'mabe' AND x.status = 'started' AND d.due <= date(:today, '+28 days') AND {_LOOKED_AFTER}
ORDER BY d.due, p.sort_name LIMIT 10
"""
LEAVING = f"""
SELECT m.number, m.title, p.number, p.surname, p.given_name, x.ends, x.conference, x.result, count(*) OVER ()
{_PARTICIPATION} WHERE x.status = 'started' AND x.ends <= date(:today, '+28 days') AND {_LOOKED_AFTER}
ORDER BY x.ends, p.sort_name LIMIT 10
"""
RESERVED = f"""
SELECT m.number, m.title, p.number, p.surname, p.given_name, x.reserved_until, x.begins, s.surname, count(*) OVER ()
{_PARTICIPATION} WHERE x.status = 'reserved' AND x.reserved_until <= date(:today, '+14 days') AND {_LOOKED_AFTER}
ORDER BY x.reserved_until, p.sort_name LIMIT 10
"""
WITHOUT_RESULT = """
SELECT m.number, m.title, coalesce(x.broken_off, x.ends), x.broken_off, p.number, p.surname, p.given_name,
count(*) OVER () FROM participation x JOIN measure m ON m.id = x.measure_id JOIN person p ON p.id = x.person_id
WHERE m.coordinator_id IN ({staff}) AND x.status IN ('ended', 'broken_off') AND x.result IS NULL
ORDER BY 3 DESC, p.sort_name LIMIT 10
"""
UNTOUCHED = f"""
SELECT m.number, m.title, m.kind, m.reviewed_at, count(*) OVER () FROM measure m WHERE {_COORDINATED}
AND m.status = 'published' AND coalesce(m.reviewed_at, '') <= date(:today, '-180 days') ORDER BY 4, 1 LIMIT 10
"""
RUNNING = f"""
SELECT m.number, m.title, m.kind, m.ends, m.total, {_HELD}, {_THERE}, {_WAITING} FROM (SELECT m.*, count(*) OVER ()
AS total FROM measure m WHERE {_COORDINATED} AND m.status = 'published' AND coalesce(m.ends, :today) >= :today
ORDER BY m.ends, m.number LIMIT 10) m
"""
UNCOORDINATED = """
SELECT m.number, m.title, m.kind, m.status, m.begins, s.surname, count(*) OVER () FROM measure m
LEFT JOIN staff s ON s.id = m.coordinator_id WHERE m.status <> 'ended' AND coalesce(s.active, 0) = 0
ORDER BY m.begins LIMIT 10
"""
DOCUMENTED = """
SELECT m.number, m.title, count(*), count(x.result), count(*) OVER () FROM measure m
JOIN participation x ON x.measure_id = m.id WHERE x.status IN ('ended', 'broken_off') GROUP BY m.id
HAVING count(x.result) < count(*) ORDER BY count(*) - count(x.result) DESC LIMIT 10
"""
STATES = "SELECT status, count(*) FROM measure GROUP BY status"
SHARE = """
SELECT count(*), count(result) FROM participation WHERE status IN ('ended', 'broken_off')
AND coalesce(broken_off, ends) BETWEEN date(:today, 'start of year') AND :today
"""
SPENT = """
SELECT b.instrument, b.amount, (SELECT sum(s.granted) FROM support s WHERE s.instrument = b.instrument
AND s.decided BETWEEN date(:today, 'start of year') AND :today) FROM budget b
WHERE b.year = CAST(strftime('%Y', :today) AS INTEGER)
"""
NEW_JOBS = """
SELECT j.number, j.title, e.name, j.town, j.recorded, (SELECT count(*) FROM job_match x WHERE x.job_id = j.id),
count(*) OVER () FROM job j JOIN employer e ON e.id = j.employer_id
WHERE j.state = 'offen' AND j.recorded >= date(:today, '-7 days') ORDER BY j.recorded DESC LIMIT 10
"""
_PLACEABLE = """
c.is_latest AND c.closed IS NULL AND (c.category = 'A' OR c.target_group IN ('training_seeker', 'graduate')
OR c.id IN (SELECT case_id FROM offer WHERE ended IS NULL))
"""
_LEADS = f"""
SELECT p.number, p.surname, p.given_name, b.name, j.number, j.title, e.name, o.answer, o.reported_on, o.told_on,
o.follow_up_on, count(*) OVER () FROM proposal o JOIN job j ON j.id = o.job_id JOIN employer e ON e.id = j.employer_id
JOIN support_case c ON c.id = o.case_id JOIN person p ON p.id = c.person_id JOIN branch b ON b.id = p.branch_id
WHERE o.reported_on IS NOT NULL AND {_PLACEABLE}
"""
REPORTED = f"{_LEADS} AND o.answer = 'open' ORDER BY p.branch_id <> :branch, o.reported_on DESC LIMIT 10"
FOLLOWED = f"""
{_LEADS} AND o.follow_up_on <= date(:today, '+7 days') ORDER BY p.branch_id <> :branch, o.follow_up_on LIMIT 10
"""
PLACEABLE = f"""
SELECT p.number, p.surname, p.given_name, p.born, c.category, c.target_group, b.name, count(*) OVER ()
FROM support_case c JOIN person p ON p.id = c.person_id JOIN branch b ON b.id = p.branch_id WHERE {_PLACEABLE}
ORDER BY p.branch_id <> :branch, p.sort_name LIMIT 10
"""
_TRAINING = """
SELECT p.number, p.surname, p.given_name, p.born, t.begins, t.ends, t.alliance, (SELECT max(n.day) FROM course_note n
WHERE n.training_id = t.id AND n.kind = 'contact'), (SELECT min(d.due) FROM deadline d WHERE d.case_id = t.case_id
AND d.since = t.begins AND d.standard = CASE t.kind WHEN 'training' THEN 'JUG7' ELSE 'AGS1' END),
(SELECT count(*) FROM alliance_step z JOIN alliance a ON a.id = z.alliance_id WHERE a.training_id = t.id
AND z.done IS NULL), count(*) OVER () FROM training t JOIN support_case c ON c.id = t.case_id
JOIN person p ON p.id = t.person_id WHERE c.closed IS NULL AND t.broken_off IS NULL
"""
_OWED = f"{_TRAINING} AND (t.external OR t.new_qualification)"
_OWN = "t.liaison_id IN ({staff})"
ALLIANCES = f"""
{_OWED} AND t.ends BETWEEN date(:today, '-6 months') AND date(:today, '+4 months') ORDER BY t.ends LIMIT 10
"""
ALLIANCES_OF = f"{_OWED} AND {_OWN} AND t.ends >= :today ORDER BY t.ends LIMIT 10"
TRAINEES = f"{_TRAINING} AND t.external AND {_OWN} AND t.ends >= :today ORDER BY t.ends LIMIT 10"
#: Of these who is to be talked with before the end.
MET = f"""
{_TRAINING} AND t.external AND {_OWN} AND t.ends BETWEEN :today AND date(:today, '+4 months') ORDER BY t.ends LIMIT 10
"""

#: What reserving a place looks at: the measure with its places, and who is in it.
ENTRY = "SELECT m.*, t.* FROM measure m LEFT JOIN measure_places t ON t.measure_id = m.id WHERE m.id = :id"
POOL = """
SELECT x.id, x.status, x.begins, x.ends FROM participation x WHERE x.measure_id = :id
AND x.status IN ('reserved', 'waiting', 'allocated', 'started', 'ended', 'broken_off')
"""
RESERVE = """
INSERT INTO participation (case_id, person_id, number, measure_id, status, begins, ends, reserved_until, taken_over,
version, staff_id) SELECT c.id, c.person_id, coalesce((SELECT max(number) FROM participation x
WHERE x.person_id = c.person_id), 0) + 1, :id, 'reserved', :begins, :ends, date(:today, '+7 days'), 0, 1,
c.case_manager_id FROM support_case c WHERE c.id = :case
"""
