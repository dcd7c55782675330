"""What `manage.py up` and `down` do: prepare, run under one supervisor, stop."""
