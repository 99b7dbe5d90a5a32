"""Graphs and workflows: how they look in requests, and the rules that they must follow."""
