"""From a text to skills: which are named, how sure, and what is said of them."""
