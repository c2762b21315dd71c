"""The course and the tour that a visitor meets; drives the sandbox from outside."""
