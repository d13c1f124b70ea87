"""What if: the mechanism simulated under dated scenarios, as an ensemble and never one line."""
