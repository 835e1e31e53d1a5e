"""A tick's rows, written by statements whose number does not grow with the rows.

SQLite runs one prepared statement for all rows of a sort. PostgreSQL gets one statement with a list for each column
(`unnest`): one journey, planned once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from pydantic_core import to_json

from folkmoot.record.state import CHANGED, changed_fields

Table = type[models.Model]
Values = Sequence[Any]


def store_rows(table: Table, rows: Mapping[str, models.Model | None]) -> None:
    """Insert new rows, write the changed fields of old ones, and delete those that are None."""
    database = connections[DEFAULT_DB_ALIAS]
    gone = [key for key, row in rows.items() if row is None]
    kept = [row for row in rows.values() if row is not None]
    if gone:
        table._default_manager.filter(pk__in=gone).delete()
    new = [row for row in kept if row._state.adding]
    if new:
        fields = _columns(table)
        insert(table, fields, ([_stored(field, row, database, adding=True) for field in fields] for row in new))
    altered: dict[frozenset[str], list[models.Model]] = defaultdict(list)
    for row in kept:
        if not row._state.adding and changed_fields(row):
            altered[changed_fields(row)].append(row)
    for names, alike in altered.items():
        changed = _changed(table, names)
        _update(table, changed, [[*(_stored(field, row, database) for field in changed), row.pk] for row in alike])
    for row in kept:
        row.__dict__.pop(CHANGED, None)
        row._state.adding = False
        row._state.db = DEFAULT_DB_ALIAS


def insert(table: Table, fields: Sequence[Any], rows: Iterable[Values], *, once: bool = False) -> None:
    """Insert rows of values as the database takes them. `once`: leave out those that are there already."""
    _many(_insertion(table, tuple(fields), once, connection.vendor), rows)


def fields_of(table: Table, *names: str) -> list[Any]:
    """The fields with these names."""
    return [table._meta.get_field(name) for name in names]


def as_json(value: Any) -> str:
    """A value of a JSON field as it is stored."""
    return to_json(value).decode()


def _stored(field: Any, row: models.Model, database: Any, *, adding: bool = False) -> Any:
    if isinstance(field, models.JSONField):
        return as_json(getattr(row, field.attname))
    return field.get_db_prep_save(field.pre_save(row, adding), database)


@cache
def _columns(table: Table) -> list[Any]:
    return [field for field in table._meta.concrete_fields if not isinstance(field, models.BigAutoField)]


@cache
def _changed(table: Table, names: frozenset[str]) -> list[Any]:
    changed = {table._meta.get_field(name) for name in names}
    return [f for f in table._meta.concrete_fields if f in changed or getattr(f, "auto_now", False)]


def _update(table: Table, fields: list[Any], rows: Sequence[Values]) -> None:
    _many(_alteration(table, tuple(fields), connection.vendor), rows)


def _many(statement: str, rows: Iterable[Values]) -> None:
    rows = list(rows)
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(statement, rows)


@cache
def _insertion(table: Table, fields: tuple[Any, ...], once: bool, vendor: str) -> str:
    names = ", ".join(_quoted(field.column) for field in fields)
    into = f"INSERT INTO {_quoted(table._meta.db_table)} ({names})"
    unless = " ON CONFLICT DO NOTHING" if once else ""
    if vendor == "postgresql":
        return f"{into} SELECT * FROM unnest({_lists(fields)}){unless}"  # noqa: S608 - our own names
    return f"{into} VALUES ({', '.join('%s' for _ in fields)}){unless}"


@cache
def _alteration(table: Table, fields: tuple[Any, ...], vendor: str) -> str:
    name, key = _quoted(table._meta.db_table), table._meta.pk
    if vendor != "postgresql":
        columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
        return f"UPDATE {name} SET {columns} WHERE id = %s"  # noqa: S608 - our own names
    columns = ", ".join(f"{_quoted(field.column)} = v.c{place}" for place, field in enumerate(fields))
    listed = ", ".join(f"c{place}" for place in range(len(fields)))
    lists = _lists((*fields, key))
    return f"UPDATE {name} SET {columns} FROM unnest({lists}) AS v({listed}, k) WHERE id = v.k"  # noqa: S608 - our own names


def _lists(fields: Iterable[Any]) -> str:
    return ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
