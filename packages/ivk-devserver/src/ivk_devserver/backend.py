"""All parts of one server, put together."""

import tempfile
from pathlib import Path

from ivk_devserver.auth import TokenService
from ivk_devserver.bulk_download import BulkDownloadService
from ivk_devserver.calls.caller import WorkflowCaller
from ivk_devserver.calls.node import CallingServices
from ivk_devserver.faults import Faults
from ivk_devserver.queue.bulk import BulkChanges
from ivk_devserver.queue.changes import ItemChanges
from ivk_devserver.queue.counting import QueueCounts
from ivk_devserver.queue.enqueueing import Enqueueing
from ivk_devserver.queue.processor import Processor
from ivk_devserver.queue.services import services_for
from ivk_devserver.settings import Settings
from ivk_devserver.sockets.socket_io import SocketIO
from ivk_devserver.storage.board_records import BoardRecordStorage
from ivk_devserver.storage.client_state import ClientStatePersistence
from ivk_devserver.storage.image_files import DiskImageFileStorage
from ivk_devserver.storage.image_records import ImageRecordStorage
from ivk_devserver.storage.model_records import ModelRecordStorage
from ivk_devserver.storage.queue_items import QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row, SqliteDatabase
from ivk_devserver.storage.system_prompt_records import SystemPromptRecordStorage
from ivk_devserver.storage.users import UserStorage
from ivk_devserver.storage.workflow_records import WorkflowRecordStorage

__all__ = ["Backend"]

DATABASE = "devserver.db"


class Backend:
    """What the routes work with.

    Parameters
    ----------
    settings
        How the server is set up.
    faults
        What shall go wrong.
    """

    def __init__(self, settings: Settings, faults: Faults) -> None:
        self.settings = settings
        self.faults = faults
        self._temporary = None if settings.data else tempfile.TemporaryDirectory(prefix="ivk-devserver-")
        self.folder = settings.data or Path(self._temporary.name if self._temporary else "")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._open_stores(SqliteDatabase(self.folder / DATABASE if settings.data else None))
        self.tokens = TokenService(self.database, self.users, settings)
        self.sockets = SocketIO(
            self.tokens.authenticate, multiuser=settings.multiuser, event_filter=faults.events.apply
        )
        faults.on_disconnect(self.sockets.disconnect_all)
        self.bulk_downloads = BulkDownloadService(
            self.folder / "downloads", self.images, self.sockets.publish
        )
        self._open_queue()

    def start(self) -> None:
        """Settle what an earlier run left behind, and begin to run items."""
        self.bulk.cancel_interrupted()
        self.processor.start()

    def stop(self) -> None:
        """Stop running items and close everything."""
        self.processor.stop()
        self.database.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _open_stores(self, database: SqliteDatabase) -> None:
        self.database = database
        self.users = UserStorage(database)
        self.boards = BoardRecordStorage(database)
        self.images = ImageRecordStorage(database, DiskImageFileStorage(self.folder / "images"))
        self.models = ModelRecordStorage(database)
        self.workflows = WorkflowRecordStorage(database)
        self.system_prompts = SystemPromptRecordStorage(database)
        self.client_state = ClientStatePersistence(database)
        self.queue = QueueItemStorage(database)

    def _open_queue(self) -> None:
        publish = self.sockets.publish
        self.counts = QueueCounts(self.queue)
        self.changes = ItemChanges(self.queue, self.counts, publish)
        self.bulk = BulkChanges(self.queue, self.changes, publish)
        self.enqueueing = Enqueueing(self.queue, publish, self.settings.max_queue_size)
        self._shared_services = services_for(self.images, self.models, None, "system")
        self.processor = Processor(
            self.queue,
            self.changes,
            publish,
            self._services_of,
            WorkflowCaller(self.queue, self.workflows, self.users),
            step_seconds=self.settings.step_seconds,
            idle_seconds=self.settings.idle_seconds,
            fair=self.settings.multiuser,
        )

    def _services_of(self, item: Row) -> CallingServices:
        return services_for(self.images, self.models, self._shared_services, item["user_id"])
