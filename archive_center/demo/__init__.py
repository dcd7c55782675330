"""A demonstration: the government of an invented city, its people, and its files of 22 years."""
