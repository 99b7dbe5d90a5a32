"""Boards: schemas, operations, repositories and handles."""
