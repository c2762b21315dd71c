"""A Discord for one machine: REST, gateway, and people who act. Knows nothing of any bot."""
