"""The tables. A version's rows never change once written; `reports.current_version` says which one counts."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 3  # 2: corrections; 3: versions.url

metadata = MetaData()


def _place_columns(*, nullable: bool = False) -> list[Column[int]]:
    return [
        Column("place_line", Integer, nullable=nullable),
        Column("place_start", Integer, nullable=nullable),
        Column("place_end", Integer, nullable=nullable),
        Column("place_page", Integer),
    ]


def _of_version() -> Column[int]:
    return Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True)


# Columns that came later than their tables: a store that was made before them gets them when it is opened.
ADDED = (("versions", "url"),)

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("current_version", Integer, index=True),  # versions.id; null only while its first version is written
    UniqueConstraint("agency", "year"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("agency", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("form", Integer, nullable=False),
    Column("scope", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    Column("published", String),
    Column("cell_count", Integer, nullable=False),
    Column("unreadable_count", Integer, nullable=False),
    Column("passage_count", Integer, nullable=False),
    Column("finding_count", Integer, nullable=False),
    Column("stored_at", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("encoding", String, nullable=False),
    Column("markup", Boolean, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("url", Text),
    UniqueConstraint("report_id", "version"),
    sqlite_autoincrement=True,  # an id once given is not given again
)

cells = Table(
    "cells",
    metadata,
    _of_version(),
    Column("table_key", String, primary_key=True),
    Column("row_key", String, primary_key=True),
    Column("column_key", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("raw", Text, nullable=False),
    Column("value", Text),  # a Decimal, exactly as written
    Column("unit", String, nullable=False),
    *_place_columns(nullable=True),
    Column("row_label", Text, nullable=False),
    Column("column_label", Text, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("method", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("table_index", Integer),
    Column("grid_row", Integer),
    Column("grid_column", Integer),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    metadata,
    _of_version(),
    Column("ordinal", Integer, primary_key=True),
    Column("identity", String, nullable=False),
    Column("status", String, nullable=False),
    Column("scope", Text, nullable=False),
    Column("left_value", Text, nullable=False),
    Column("right_value", Text, nullable=False),
    Column("left_formula", Text, nullable=False),
    Column("right_formula", Text, nullable=False),
    Column("cells", Text, nullable=False),
    sqlite_with_rowid=False,
)

unknown_rows = Table(
    "unknown_rows",
    metadata,
    _of_version(),
    Column("ordinal", Integer, primary_key=True),
    Column("table_key", String, nullable=False),
    Column("label", Text, nullable=False),
    Column("figures", Text, nullable=False),
    *_place_columns(),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    Column("report_id", ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True),
    Column("table_key", String, primary_key=True),
    Column("row_key", String, primary_key=True),
    Column("column_key", String, primary_key=True),
    Column("value", Text, nullable=False),  # a Decimal, exactly as given
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String, nullable=False),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    Column("id", String, primary_key=True),
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("headings", Text, nullable=False),
    Column("text", Text, nullable=False),
    *_place_columns(),
    Column("anchors", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian
    Index("passages_of_version", "version_id", "ordinal", unique=True),
)
