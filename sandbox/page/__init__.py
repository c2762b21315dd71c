"""A page in which to be anybody in the sandbox: a client of it like any other."""
