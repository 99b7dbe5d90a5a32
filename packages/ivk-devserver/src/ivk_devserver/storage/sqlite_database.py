"""The SQLite connection that all threads of the server share, and the tables."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["NOW", "Row", "SqliteDatabase"]

Row = dict[str, Any]
"""One row of a query: values by column."""

NOW = "STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')"
"""The current time in SQL, in the format of a real server: ``2026-11-20 08:57:45.683``."""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS users (
    user_id TEXT PRIMARY KEY, email TEXT UNIQUE NOT NULL, display_name TEXT, password TEXT NOT NULL,
    is_admin INTEGER NOT NULL, is_active INTEGER NOT NULL DEFAULT 1, token_epoch INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}), last_login_at TEXT);
CREATE TABLE IF NOT EXISTS boards (
    board_id TEXT PRIMARY KEY, board_name TEXT NOT NULL, user_id TEXT NOT NULL, cover_image_name TEXT,
    archived INTEGER NOT NULL DEFAULT 0, board_visibility TEXT NOT NULL DEFAULT 'private',
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}));
CREATE TABLE IF NOT EXISTS images (
    image_name TEXT PRIMARY KEY, image_origin TEXT NOT NULL, image_category TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, session_id TEXT, node_id TEXT, metadata TEXT,
    is_intermediate INTEGER NOT NULL, starred INTEGER NOT NULL DEFAULT 0, workflow TEXT, graph TEXT,
    board_id TEXT REFERENCES boards(board_id) ON DELETE SET NULL, user_id TEXT NOT NULL,
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}));
CREATE INDEX IF NOT EXISTS images_by_board ON images (board_id, created_at);
CREATE TABLE IF NOT EXISTS workflows (
    workflow_id TEXT PRIMARY KEY, workflow TEXT NOT NULL, user_id TEXT NOT NULL,
    is_public INTEGER NOT NULL DEFAULT 0, thumbnail BLOB, opened_at TEXT,
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}));
CREATE TABLE IF NOT EXISTS client_state (
    user_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (user_id, key));
CREATE TABLE IF NOT EXISTS system_prompts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL, user_id TEXT NOT NULL,
    is_public INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}));
CREATE TABLE IF NOT EXISTS models (key TEXT PRIMARY KEY, config TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, graph TEXT NOT NULL, workflow TEXT);
CREATE TABLE IF NOT EXISTS session_queue (
    item_id INTEGER PRIMARY KEY AUTOINCREMENT, queue_id TEXT NOT NULL, batch_id TEXT NOT NULL,
    batch_number INTEGER NOT NULL REFERENCES batches(number), session_id TEXT NOT NULL, session TEXT,
    status TEXT NOT NULL DEFAULT 'pending', status_sequence INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL DEFAULT 0, origin TEXT, destination TEXT, field_values TEXT,
    error_type TEXT, error_message TEXT, error_traceback TEXT, device TEXT, user_id TEXT NOT NULL,
    retried_from_item_id INTEGER, workflow_call_id TEXT, parent_item_id INTEGER, parent_session_id TEXT,
    root_item_id INTEGER, workflow_call_depth INTEGER,
    created_at TEXT NOT NULL DEFAULT ({NOW}), updated_at TEXT NOT NULL DEFAULT ({NOW}),
    started_at TEXT, completed_at TEXT);
CREATE INDEX IF NOT EXISTS queue_by_status ON session_queue (status, priority DESC, item_id);
CREATE INDEX IF NOT EXISTS queue_by_batch ON session_queue (batch_id, queue_id, status);
CREATE INDEX IF NOT EXISTS queue_by_batch_number ON session_queue (batch_number);
CREATE INDEX IF NOT EXISTS queue_by_user ON session_queue (queue_id, user_id, status);
CREATE INDEX IF NOT EXISTS queue_by_destination ON session_queue (destination, queue_id, status);
"""


class SqliteDatabase:
    """A SQLite database shared by the threads of one server.

    Parameters
    ----------
    path
        The file of the database; None keeps it in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA foreign_keys = ON")
        # With a write-ahead log, NORMAL survives a crash of the process and saves a sync per statement.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the statements inside as one transaction, and keep other threads out. May be nested."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Execute a statement and return the number of rows that it changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def run_named(self, statement: str, values: dict[str, Any]) -> int:
        """Execute a statement with named parameters and return the number of rows that it changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def insert(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Execute an INSERT and return the id of the new row."""
        with self._lock:
            return int(self._connection.execute(statement, values).lastrowid or 0)

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement once for each row of values."""
        with self._lock:
            self._connection.executemany(statement, rows)

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._lock:
            return [dict(row) for row in self._connection.execute(statement, values)]

    def one(self, statement: str, values: Sequence[Any] = ()) -> Row | None:
        """Return the first row of a query; None if there is none."""
        with self._lock:
            row = self._connection.execute(statement, values).fetchone()
        return None if row is None else dict(row)

    def column(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the first column of a query."""
        with self._lock:
            return [row[0] for row in self._connection.execute(statement, values)]

    def value(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Return the first column of the first row of a query; None if there is no row."""
        found = self.column(statement, values)
        return found[0] if found else None

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()
