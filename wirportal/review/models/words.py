"""A column of words, and how each database finds rows by them."""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INDEX = "search_text_words"
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5"
    "({column}, content='{table}', content_rowid='{key}', tokenize='ascii')",
    "CREATE TRIGGER IF NOT EXISTS {name}_added AFTER INSERT ON {table} BEGIN {add} END",
    "CREATE TRIGGER IF NOT EXISTS {name}_removed AFTER DELETE ON {table} BEGIN {remove} END",
    "CREATE TRIGGER IF NOT EXISTS {name}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END",
)
_ADD = "INSERT INTO {name}(rowid, {column}) VALUES (new.{key}, new.{column});"
_REMOVE = "INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"
_ON_POSTGRES = (
    "CREATE INDEX {name} ON {table} USING gin (array_to_tsvector(string_to_array({column}, ' ')))"
)


class WordIndex(models.Index):
    """Finds rows by the words of a column: an FTS5 table on SQLite, a GIN index on PostgreSQL."""

    def create_sql(
        self,
        model: type[models.Model],
        schema_editor: BaseDatabaseSchemaEditor,
        using: str = "",
        **kwargs: Any,
    ) -> Any:
        names = {
            "name": self.name,
            "table": model._meta.db_table,
            "key": _key(model),
            "column": self.fields[0],
        }
        if schema_editor.connection.vendor == "postgresql":
            return _ON_POSTGRES.format(**names)
        names |= {"add": _ADD.format(**names), "remove": _REMOVE.format(**names)}
        *before, last = (statement.format(**names) for statement in _ON_SQLITE)
        schema_editor.deferred_sql.extend(before)
        return last


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)


class Words(models.TextField):  # type: ignore[type-arg]  # (Django takes none)
    """Stems with blanks between them, each once."""


@Words.register_lookup
class HasWords(models.Lookup[str]):
    """`words__has_words="netzwerk haus*"`: all of the stems, or beginnings of stems."""

    lookup_name = "has_words"
    prepare_rhs = False
    rhs: str

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        stems = self.rhs.split()
        wanted = " ".join(f'"{stem.rstrip("*")}"{"*" * stem.endswith("*")}' for stem in stems)
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        found = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608  (our own name)
        return f"{table}.{_key(self.lhs.target.model)} IN ({found})", [wanted]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        stems = self.rhs.split()
        wanted = " & ".join(f"'{stem.rstrip('*')}'{':*' * stem.endswith('*')}" for stem in stems)
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", [wanted]
