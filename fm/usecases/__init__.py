"""The third floor: what staff do, one function per deed: load, ask the rule, apply, journal, one commit."""
