"""Two roles in PostgreSQL: one owns the tables and migrates them, as the other everything runs."""
