"""PostgreSQL and Redis for a machine that has neither: found, started, watched and stopped here."""
