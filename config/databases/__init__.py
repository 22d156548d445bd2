"""Which database a request reads from, and what is answered when none does.

Settings name the connections with `connections_of` (`configured`); a thread for each server listens whether it answers and
keeps up (`servers`); the middleware chooses for each request, and Django's router asks it what was chosen (`reading`).
"""
