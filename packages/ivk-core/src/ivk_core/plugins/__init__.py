"""Plugins: how packages of this project and of third parties extend a client.

A plugin is a module with an entry point in the group ``ivk``. It implements hooks with `hookimpl`. Hooks are
declared by functions marked with `hookspec`: those of the core are in `hookspecs`, and packages register
their own hooks with `ivk_register_hookspecs`. Each client has its own plugin manager, which loads all plugins
when the first hook is called.
"""

from ivk_core.plugins.manager import ENTRY_POINT_GROUP, PluginManager, load_plugins
from ivk_core.plugins.markers import hookimpl, hookspec

__all__ = ["ENTRY_POINT_GROUP", "PluginManager", "hookimpl", "hookspec", "load_plugins"]
