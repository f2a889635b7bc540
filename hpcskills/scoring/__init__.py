"""From skills to fits: exact sums that can be read aloud."""
