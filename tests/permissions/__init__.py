"""The permission matrix: who reaches what, from where, and after a role was taken away."""
