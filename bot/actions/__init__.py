"""What someone can do: one async function each, which owns its transaction."""
