"""Colloquy: seminar courses inside Discord."""
