"""Which queue items an operation is about."""

from dataclasses import dataclass

from ivk_devserver.storage.filter import Condition, Filter, marks

__all__ = ["QueueFilter"]


@dataclass(frozen=True)
class QueueFilter(Filter):
    """Which queue items an operation is about; None in a field means that it does not matter."""

    queue_id: str | None = None
    statuses: tuple[str, ...] | None = None
    batch_ids: tuple[str, ...] | None = None
    destination: str | None = None
    user_id: str | None = None
    item_ids: tuple[int, ...] | None = None
    other_than: tuple[int, ...] = ()

    def _conditions(self) -> list[Condition]:
        equal = [
            ("queue_id", self.queue_id),
            ("destination", self.destination),
            ("session_queue.user_id", self.user_id),
        ]
        among = [("status", self.statuses), ("batch_id", self.batch_ids), ("item_id", self.item_ids)]
        return [
            *((f"{column} = ?", (value,)) for column, value in equal if value is not None),
            *((f"{column} IN ({marks(found)})", found) for column, found in among if found is not None),
            *([(f"item_id NOT IN ({marks(self.other_than)})", self.other_than)] if self.other_than else []),
        ]
