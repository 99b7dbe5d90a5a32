"""The node catalog: the inputs, outputs, defaults and limits of all nodes, as data from a real server.

``catalog.json.gz`` is written by ``tools/make_catalog.py``.
"""
