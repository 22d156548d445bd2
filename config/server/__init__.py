"""The server: bounds on what a client controls, ready answers at once, everything else by a few threads."""
