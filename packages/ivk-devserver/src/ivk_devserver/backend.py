"""The backend of one server: it creates the storage, the sockets and the queue, and connects them."""

import tempfile
from pathlib import Path

from ivk_devserver.auth import TokenService
from ivk_devserver.bulk_download import BulkDownloadService
from ivk_devserver.engine.invocation_services import InvocationServices
from ivk_devserver.faults.faults import Faults
from ivk_devserver.queue.item_services import services_of_item
from ivk_devserver.queue.session_processor import SessionProcessor
from ivk_devserver.queue.session_queue import SessionQueue
from ivk_devserver.queue.status import StatusCounter, StatusTransitions
from ivk_devserver.queue.workflow_calls import WorkflowCallCoordinator
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
from ivk_devserver.storage.users import SYSTEM_USER_ID, UserStorage
from ivk_devserver.storage.workflow_records import WorkflowRecordStorage

__all__ = ["Backend"]

DATABASE = "devserver.db"


class Backend:
    """The services that the routes use.

    Parameters
    ----------
    settings
        The settings of the server.
    faults
        The faults to apply to its requests and events.
    """

    def __init__(self, settings: Settings, faults: Faults) -> None:
        self.settings = settings
        self.faults = faults
        self._temporary = None if settings.data else tempfile.TemporaryDirectory(prefix="ivk-devserver-")
        self.folder = settings.data or Path(self._temporary.name if self._temporary else "")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._create_storage(SqliteDatabase(self.folder / DATABASE if settings.data else None))
        self.tokens = TokenService(self.database, self.users, settings)
        self.sockets = SocketIO(
            self.tokens.authenticate, multiuser=settings.multiuser, event_filter=faults.events.apply
        )
        faults.on_disconnect(self.sockets.disconnect_all)
        self.bulk_downloads = BulkDownloadService(
            self.folder / "downloads", self.images, self.sockets.publish
        )
        self._create_queue()

    def start(self) -> None:
        """Cancel the items that an earlier run of the server left unfinished, and start to run items."""
        self.session_queue.cancel_interrupted()
        self.session_processor.start()

    def stop(self) -> None:
        """Stop running items and close everything."""
        self.session_processor.stop()
        self.database.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _create_storage(self, database: SqliteDatabase) -> None:
        self.database = database
        self.users = UserStorage(database)
        self.boards = BoardRecordStorage(database)
        self.images = ImageRecordStorage(database, DiskImageFileStorage(self.folder / "images"))
        self.models = ModelRecordStorage(database)
        self.workflows = WorkflowRecordStorage(database)
        self.system_prompts = SystemPromptRecordStorage(database)
        self.client_state = ClientStatePersistence(database)
        self.queue_items = QueueItemStorage(database)

    def _create_queue(self) -> None:
        publish = self.sockets.publish
        self.status_counter = StatusCounter(self.queue_items)
        transitions = StatusTransitions(self.queue_items, self.status_counter, publish)
        max_size = self.settings.max_queue_size
        self.session_queue = SessionQueue(self.queue_items, transitions, publish, max_size)
        self._shared_services = services_of_item(self.images, self.models, None, SYSTEM_USER_ID)
        self.session_processor = SessionProcessor(
            self.queue_items,
            transitions,
            publish,
            self._services_of,
            WorkflowCallCoordinator(self.queue_items, self.workflows, self.users),
            step_seconds=self.settings.step_seconds,
            idle_seconds=self.settings.idle_seconds,
            fair=self.settings.multiuser,
        )

    def _services_of(self, item: Row) -> InvocationServices:
        return services_of_item(self.images, self.models, self._shared_services, item["user_id"])
