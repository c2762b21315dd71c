"""All the SQL: SQLAlchemy Core, one file per noun."""
