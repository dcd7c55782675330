"""What `make run` needs on a machine that has nothing: PostgreSQL, Redis, one supervisor."""
