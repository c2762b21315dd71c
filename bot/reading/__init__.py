"""From a file to statements and claims."""
