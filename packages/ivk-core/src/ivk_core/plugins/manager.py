"""Holding the plugins of a client, and finding those that are installed."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import pluggy

from ivk_core.errors import PluginError
from ivk_core.plugins import hookspecs
from ivk_core.plugins.markers import PROJECT

__all__ = ["ENTRY_POINT_GROUP", "PluginManager", "load_plugins"]

ENTRY_POINT_GROUP = "ivk"
"""Where installed distributions name their plugins."""


class PluginManager(pluggy.PluginManager):
    """Holds the plugins of one client and calls their hooks."""

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.add_hookspecs(hookspecs)

    def add(self, plugin: object, name: str | None = None) -> None:
        """Register a plugin, and the hooks that it declares.

        Parameters
        ----------
        plugin : object
            A module or any object with methods marked by `hookimpl`.
        name : str, optional
            The name under which it is listed.

        Raises
        ------
        PluginError
            If it is registered already, or implements a hook with arguments that the hook does not have.
        """
        try:
            self.register(plugin, name)
        except (ValueError, pluggy.PluginValidationError) as error:
            raise PluginError(f"The plugin {name or plugin!r} cannot be added: {error}") from error
        self._add_hookspecs_of(plugin)

    def _add_hookspecs_of(self, plugin: object) -> None:
        announce = getattr(plugin, "ivk_register_hookspecs", None)
        for module in announce() if announce else ():
            self.add_hookspecs(module)


def load_plugins() -> PluginManager:
    """Make a plugin manager with every installed plugin in it.

    Returns
    -------
    PluginManager

    Raises
    ------
    PluginError
        If an installed plugin cannot be imported, or implements a hook that is not declared.
    """
    plugins = PluginManager()
    for entry_point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda found: found.name):
        if not plugins.has_plugin(entry_point.name):
            plugins.add(_imported(entry_point), entry_point.name)
    _refuse_unknown_hooks(plugins)
    return plugins


def _refuse_unknown_hooks(plugins: PluginManager) -> None:
    try:
        plugins.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(
            f"A plugin implements a hook that no installed part declares: {error}",
            hint="Install the part that it is for, or mark it with hookimpl(optionalhook=True).",
        ) from error


def _imported(entry_point: EntryPoint) -> object:
    try:
        return entry_point.load()
    except Exception as error:
        distribution = entry_point.dist.name if entry_point.dist else "an unknown distribution"
        raise PluginError(
            f"The plugin {entry_point.name!r} of {distribution} cannot be loaded: {error!r}",
            hint=f"Upgrade or uninstall {distribution}.",
        ) from error
