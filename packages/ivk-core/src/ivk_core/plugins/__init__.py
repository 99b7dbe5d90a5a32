"""Plugins: how parts and third parties add to a client.

Everything that extends a client is registered in the same way, our own parts included: a module names itself
under the entry-point group ``ivk``, and implements hooks with `hookimpl`. Hooks are declared by functions
marked with `hookspec`; the core's own are in `hookspecs`, and each part announces its own through
`ivk_register_hookspecs`. Each client has a plugin manager of its own, loaded when the first hook is called.
"""

from ivk_core.plugins.manager import ENTRY_POINT_GROUP, PluginManager, load_plugins
from ivk_core.plugins.markers import hookimpl, hookspec

__all__ = ["ENTRY_POINT_GROUP", "PluginManager", "hookimpl", "hookspec", "load_plugins"]
