"""What is collected of the reading's tests."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("onnxruntime") and find_spec("tokenizers") else ["test_encoders.py"]
"""The extra's own tests need the extra; without it they are no skipped ones, but none at all."""
