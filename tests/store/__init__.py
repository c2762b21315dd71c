"""Tests of the store, over real SQLite files."""
