"""Texts and their Chinese: found in the code, kept in one file, compiled without gettext."""
