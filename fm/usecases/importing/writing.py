"""Writing a checked file: new records, changed ones, and those that stay, found by key in chunks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, tuple_, update

from fm.models import Case, Measure, Participation
from fm.queries.chunks import in_chunks
from fm.usecases.importing.description import Values
from fm.usecases.importing.reading import Source
from fm.usecases.importing.register import Kind
from fm.usecases.importing.run import Run

CHUNK = 2_000  # rows compared and written with one statement each

Record = dict[str, Any]


@dataclass
class Counts:
    """Rows of one file by what they did."""

    file: str
    read: int = 0
    new: int = 0
    changed: int = 0

    @property
    def unchanged(self) -> int:
        """Rows that stood in the database as they are."""
        return self.read - self.new - self.changed

    def __str__(self) -> str:
        """As the import says it at its end."""
        rest = f"{self.changed} geändert, {self.unchanged} unverändert"
        return f"{self.file}: {self.read} gelesen, {self.new} neu, {rest}"


def write(run: Run, source: Source, progress: Callable[[str, int], None]) -> Counts:
    """Write one file; `run` learns the new ids and whom the changes touch."""
    writer = _Writer(run, source)
    for phase in source.table.phases:
        rows = (row.values for row in source.rows() if phase(row.values))
        for chunk in in_chunks(rows, CHUNK):
            writer.write(chunk)
            progress(source.path.name, writer.counts.read)
    return writer.counts


class _Writer:
    def __init__(self, run: Run, source: Source) -> None:
        self._run, self._table = run, source.table
        self._kept: Any = source.table.model.__table__
        self._columns = [column for column in source.table.columns if column.into and column.name in source.headings]
        self._attached = [attached for attached in source.table.attached if attached.column in source.headings]
        self.counts = Counts(source.path.name)

    def write(self, rows: Sequence[Values]) -> None:
        """Compare one chunk with the database and write what differs."""
        records = [self._record(values) for values in rows]
        stored = self._stored(records)
        keys = [self._key(record) for record in records]
        new = {key for key in keys if key not in stored}
        changed = {
            key for key, record in zip(keys, records, strict=True) if key not in new and record != stored[key]
        }
        if self._table.model is Case:
            self._note_begins(rows, records, [stored.get(key) for key in keys])
        self._update([record for key, record in zip(keys, records, strict=True) if key in changed])
        self._insert([record for key, record in zip(keys, records, strict=True) if key in new])
        if self._table.kind:
            changed |= self._learn(self._table.kind, dict(zip(keys, rows, strict=True))) - new
        self._touch([values for key, values in zip(keys, rows, strict=True) if key in new or key in changed])
        self.counts.read += len(rows)
        self.counts.new += len(new)
        self.counts.changed += len(changed)

    def _record(self, values: Values) -> Record:
        """The attributes of the record that this row decides."""
        register = self._run.register
        record: Record = {}
        for column in self._columns:
            value = values[column.name]
            record[str(column.into)] = register.id(column.names, value) if column.names and value else value
        record.update(self._table.derive(values))
        if self._table.belongs:
            record["case_id"] = register.id("case", (values["kundennummer"], self._case(values)))
        return record

    def _case(self, values: Values) -> object:
        if self._table.belongs == "case":
            return values["fall"]
        days = (values.get(name) for name in self._table.dates)
        day = next((day for day in days if isinstance(day, date)), None)
        return self._run.register.case_on(str(values["kundennummer"]), day)

    def _key(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(record[name] for name in self._table.identity)

    def _identified(self, keys: Sequence[tuple[Any, ...]]) -> Any:
        """The condition that picks the records with these keys."""
        columns = [self._kept.c[name] for name in self._table.identity]
        if len(columns) == 1:
            return columns[0].in_([key[0] for key in keys])
        return tuple_(*columns).in_(keys)

    def _stored(self, records: Sequence[Record]) -> dict[tuple[Any, ...], Record]:
        """What the database holds of these records, by key."""
        names = list(records[0])
        found = select(*(self._kept.c[name] for name in names)).where(self._identified([*map(self._key, records)]))
        stored = (dict(zip(names, row, strict=True)) for row in self._run.session.execute(found))
        return {self._key(record): record for record in stored}

    def _insert(self, records: list[Record]) -> None:
        if records:
            self._run.session.execute(insert(self._kept), [{**record, **self._table.fresh} for record in records])

    def _update(self, records: list[Record]) -> None:
        if not records:
            return
        identity = self._table.identity
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in records[0] if name not in identity}
        if "version" in self._kept.c:
            values["version"] = self._kept.c.version + 1
        same = and_(*(self._kept.c[name] == bindparam(f"new_{name}") for name in identity))
        renamed = [{f"new_{name}": value for name, value in record.items()} for record in records]
        self._run.session.connection().execute(update(self._kept).where(same).values(values), renamed)

    def _learn(self, kind: Kind, rows: dict[tuple[Any, ...], Values]) -> set[tuple[Any, ...]]:
        """Hand the ids to the register and keep what is attached, row by row as in the file.

        Returns the keys where that changed something.
        """
        columns = [self._kept.c[name] for name in self._table.identity]
        found = select(self._kept.c.id, *columns).where(self._identified([*rows]))
        stored = {tuple(key): id_ for id_, *key in self._run.session.execute(found)}
        ids = {key: stored[key] for key in rows}
        for key, id_ in ids.items():
            names = tuple(rows[key][name] for name in self._table.key)
            self._run.register.keep(kind, names if len(names) > 1 else names[0], id_)
        keys = {id_: key for key, id_ in ids.items()}
        changed: set[int] = set()
        for attached in self._attached:
            changed |= attached.apply(self._run, {id_: rows[key][attached.column] for key, id_ in ids.items()})
        return {keys[id_] for id_ in changed}

    def _note_begins(self, rows: Sequence[Values], records: Sequence[Record], before: Sequence[Record | None]) -> None:
        """Note clients with stored cases of whom a case is new or begins on another day: their entries may move."""
        register = self._run.register
        for values, record, stored in zip(rows, records, before, strict=True):
            client = str(values["kundennummer"])
            same = stored is not None and stored.get("opened") == record.get("opened")
            if not same and register.had_case(client):
                self._run.redated[record["person_id"]] = client

    def _touch(self, rows: Sequence[Values]) -> None:
        """Note whose deadlines may be others now."""
        register = self._run.register
        if "kundennummer" in self._table.key:
            self._run.touched.update(register.id("person", values["kundennummer"]) for values in rows)
        elif self._table.model is Measure:
            measures = [register.id("measure", values["nummer"]) for values in rows]
            taking_part = select(Participation.person_id).where(Participation.measure_id.in_(measures))
            self._run.touched.update(self._run.session.scalars(taking_part))
