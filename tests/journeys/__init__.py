"""The whole bot against the sandbox: what people do, and what they see of it."""
