"""Cards, forms and buttons."""
