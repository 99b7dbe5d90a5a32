"""The plugin manager, and loading the installed plugins."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

import pluggy

from ivk_core.errors import PluginError
from ivk_core.plugins import hookspecs
from ivk_core.plugins.markers import PROJECT

__all__ = ["ENTRY_POINT_GROUP", "PluginManager", "load_plugins"]

ENTRY_POINT_GROUP = "ivk"
"""The entry-point group of plugins."""

# One or two wrong letters in the name of a hook are a ratio of 0.9 or more; different hooks are below 0.8.
_MISSPELLED = 0.9
_WHAT_IS_A_PLUGIN = "A plugin is a module or an object with functions that are marked by hookimpl."


class PluginManager(pluggy.PluginManager):
    """The plugins of one client; calls their hooks."""

    def __init__(self) -> None:
        super().__init__(PROJECT)
        self.add_hookspecs(hookspecs)

    def add(self, plugin: object, name: str | None = None) -> None:
        """Register a plugin, and the hooks that it declares.

        Parameters
        ----------
        plugin : object
            A module, or an object with methods marked by `hookimpl`.
        name : str, optional
            The name of the plugin; by default chosen by pluggy.

        Raises
        ------
        PluginError
            If the plugin or the name is already registered, an implementation has parameters that the hook
            does not have, or the plugin has no hooks.
        """
        if name is not None and (not isinstance(name, str) or not name):
            raise PluginError(f"name={name!r} is not the name of a plugin.")
        if plugin is None:
            raise PluginError("None is not a plugin.", hint=_WHAT_IS_A_PLUGIN)
        self.add_installed(plugin, name)
        self._refuse_without_hooks(plugin)

    def add_installed(self, plugin: object, name: str | None = None) -> None:
        """Register an installed plugin; its hooks may belong to a package that is loaded later."""
        try:
            self.register(plugin, name)
        except (ValueError, TypeError, pluggy.PluginValidationError) as error:
            raise PluginError(f"The plugin {name or plugin!r} cannot be added: {error}") from error
        self._add_hookspecs_of(plugin)

    def _refuse_without_hooks(self, plugin: object) -> None:
        found = {caller.name for caller in self.get_hookcallers(plugin) or ()}
        declared = {name for name, caller in vars(self.hook).items() if caller.has_spec()}
        # An unknown name that is not nearly a known one may be a hook of a package that is added later.
        near = {name: get_close_matches(name, declared, 1, _MISSPELLED) for name in sorted(found - declared)}
        misspelled = {name: names[0] for name, names in near.items() if names}
        has_specs = hasattr(plugin, "ivk_register_hookspecs")
        if misspelled or not (found or has_specs):
            self.unregister(plugin)
            what = f"implements {', '.join(misspelled)}" if misspelled else "has no hooks"
            meant = (
                f"Did you mean {' and '.join(map(repr, misspelled.values()))}?"
                if misspelled
                else _WHAT_IS_A_PLUGIN
            )
            raise PluginError(f"{plugin!r} is not a plugin: it {what}.", hint=meant)

    def _add_hookspecs_of(self, plugin: object) -> None:
        # Called directly and not as a hook, which would call the plugins that were added before again.
        register = getattr(plugin, "ivk_register_hookspecs", None)
        for module in register() if register else ():
            self.add_hookspecs(module)


def load_plugins() -> PluginManager:
    """Make a plugin manager with all installed plugins.

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
            plugins.add_installed(_imported(entry_point), entry_point.name)
    _refuse_unknown_hooks(plugins)
    return plugins


def _refuse_unknown_hooks(plugins: PluginManager) -> None:
    try:
        plugins.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(
            f"A plugin implements a hook that no installed package declares: {error}",
            hint="Install the package that declares it, or mark it with hookimpl(optionalhook=True).",
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
