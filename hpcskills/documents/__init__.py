"""The files people bring, turned into plain text; nothing in them is trusted."""
