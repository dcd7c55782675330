"""What is counted about the code itself: the measures of the house, and its mutants."""
