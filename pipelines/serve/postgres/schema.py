"""Schemas of a PostgreSQL database: whose they are, who may read them, and the exchange of one for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.errors import PublishError

if TYPE_CHECKING:
    import psycopg

OURS = "台账 taizhang"  # the comment of a schema that may be replaced


@dataclass(frozen=True, slots=True)
class Grant:
    """A right that somebody has on the schema (`table` is None) or on one of its tables."""

    table: str | None
    role: str | None  # None is everybody
    right: str
    may_pass_on: bool


def require_ours(target: psycopg.Connection, schema: str) -> None:
    """Raise PublishError for a schema that holds something and was not made here, or whose tables others build on."""
    row = target.execute(
        """select obj_description(n.oid, 'pg_namespace'), (select count(*) from pg_class as c where c.relnamespace = n.oid)
           from pg_namespace as n where n.nspname = %s""",
        [schema],
    ).fetchone()
    if row and row[1] and row[0] != OURS:
        raise PublishError(
            f"schema {schema} holds {row[1]} objects that taizhang did not put there; name another one: --schema NAME"
        )
    hanging = target.execute(
        """select distinct format('%%I.%%I', other.nspname, view.relname)
           from pg_depend as d
           join pg_rewrite as w on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
           join pg_class as view on view.oid = w.ev_class
           join pg_namespace as other on other.oid = view.relnamespace
           join pg_class as used on d.refclassid = 'pg_class'::regclass and d.refobjid = used.oid
           join pg_namespace as own on own.oid = used.relnamespace
           where own.nspname = %s and other.nspname <> %s order by 1""",
        [schema, schema],
    ).fetchall()
    if hanging:
        names = ", ".join(name for (name,) in hanging[:5])
        raise PublishError(
            f"{names} would be lost with the old tables of schema {schema}; drop {'it' if len(hanging) == 1 else 'them'} "
            "before, and make it again afterwards"
        )


def create_beside(target: psycopg.Connection, schema: str) -> str:
    """Make an empty schema for the new tables; returns its name."""
    from psycopg import sql

    new = f"{schema}_new"
    taken = target.execute("select 1 from pg_namespace where nspname = %s", [new]).fetchone()
    if taken:  # the transaction that makes it also renames it, so this one is not ours
        raise PublishError(f"there is a schema {new}, which is needed for the exchange; drop or rename it")
    target.execute(sql.SQL("create schema {}").format(sql.Identifier(new)))
    target.execute(sql.SQL("comment on schema {} is {}").format(sql.Identifier(new), sql.Literal(OURS)))
    return new


def replace(target: psycopg.Connection, new: str, schema: str) -> None:
    """Give the new schema the name of the old one, which goes."""
    from psycopg import sql

    target.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
    target.execute(sql.SQL("alter schema {} rename to {}").format(sql.Identifier(new), sql.Identifier(schema)))


def read_grants(target: psycopg.Connection, schema: str) -> list[Grant]:
    """Who was given what on the schema and its tables, the owners' own rights left out."""
    rows = target.execute(
        """select null, r.rolname, a.privilege_type, a.is_grantable
           from pg_namespace as n cross join aclexplode(n.nspacl) as a left join pg_roles as r on r.oid = a.grantee
           where n.nspname = %(schema)s and a.grantee <> n.nspowner
           union all
           select c.relname, r.rolname, a.privilege_type, a.is_grantable
           from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
           cross join aclexplode(c.relacl) as a left join pg_roles as r on r.oid = a.grantee
           where n.nspname = %(schema)s and c.relkind in ('r', 'p', 'v', 'm') and a.grantee <> c.relowner
           order by 1, 2, 3""",
        {"schema": schema},
    ).fetchall()
    return [Grant(*row) for row in rows]


def restore_grants(target: psycopg.Connection, schema: str, grants: Sequence[Grant], tables: Sequence[str]) -> None:
    """Grant the same again; who could read every old table can read the tables that are new too."""
    from psycopg import sql

    old = {grant.table for grant in grants} - {None}
    wanted = [grant for grant in grants if grant.table is None or grant.table in tables]
    for role in {grant.role for grant in grants}:
        read = {grant.table for grant in grants if grant.role == role and grant.right == "SELECT"}
        if old and read == old:
            wanted += [Grant(table, role, "SELECT", False) for table in tables if table not in old]
    for grant in sorted(wanted, key=lambda one: (one.table or "", one.role or "", one.right)):
        place = sql.SQL("schema {}").format(sql.Identifier(schema))
        if grant.table is not None:
            place = sql.SQL("table {}").format(sql.Identifier(schema, grant.table))
        grantee = sql.Identifier(grant.role) if grant.role else sql.SQL("public")
        tail = sql.SQL(" with grant option" if grant.may_pass_on else "")
        target.execute(sql.SQL("grant {} on {} to {}{}").format(sql.SQL(grant.right), place, grantee, tail))
