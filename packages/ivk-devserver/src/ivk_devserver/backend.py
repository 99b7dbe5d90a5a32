"""All parts of one server, put together."""

import tempfile
from pathlib import Path

from ivk_devserver.auth.tokens import TokenOffice
from ivk_devserver.bulk_downloads import BulkDownloads
from ivk_devserver.calls.caller import WorkflowCaller
from ivk_devserver.calls.node import CallingServices
from ivk_devserver.events.hub import EventHub
from ivk_devserver.faults import Faults
from ivk_devserver.queue.bulk import BulkChanges
from ivk_devserver.queue.changes import ItemChanges
from ivk_devserver.queue.counting import QueueCounts
from ivk_devserver.queue.enqueueing import Enqueueing
from ivk_devserver.queue.processor import Processor
from ivk_devserver.queue.services import services_for
from ivk_devserver.settings import Settings
from ivk_devserver.storage.boards import BoardStore
from ivk_devserver.storage.client_state import ClientStateStore
from ivk_devserver.storage.database import Database, Row
from ivk_devserver.storage.image_files import ImageFiles
from ivk_devserver.storage.images import ImageStore
from ivk_devserver.storage.models import ModelStore
from ivk_devserver.storage.queue import QueueStore
from ivk_devserver.storage.system_prompts import SystemPromptStore
from ivk_devserver.storage.users import UserStore
from ivk_devserver.storage.workflows import WorkflowStore

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
        self._open_stores(Database(self.folder / DATABASE if settings.data else None))
        self.tokens = TokenOffice(self.database, self.users, settings)
        self.events = EventHub(self.tokens.user_of, multiuser=settings.multiuser, alter=faults.events.alter)
        faults.on_disconnect(self.events.disconnect_soon)
        self.bulk_downloads = BulkDownloads(self.folder / "downloads", self.images, self.events.publish)
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

    def _open_stores(self, database: Database) -> None:
        self.database = database
        self.users = UserStore(database)
        self.boards = BoardStore(database)
        self.images = ImageStore(database, ImageFiles(self.folder / "images"))
        self.models = ModelStore(database)
        self.workflows = WorkflowStore(database)
        self.system_prompts = SystemPromptStore(database)
        self.client_state = ClientStateStore(database)
        self.queue = QueueStore(database)

    def _open_queue(self) -> None:
        publish = self.events.publish
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
