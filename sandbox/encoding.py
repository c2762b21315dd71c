"""JSON as it is sent."""

import json

try:
    import msgspec
except ImportError:  # the same at ten times the cost, which is most of what an answer costs
    msgspec = None  # type: ignore[assignment]


def encoded(value: object) -> bytes:
    if msgspec is not None:
        try:
            return msgspec.json.encode(value)
        except UnicodeEncodeError:  # half a surrogate pair, which JSON can hold and UTF-8 cannot
            pass
    return json.dumps(value).encode()
