"""The second floor: reading. Statements and plain records, never a write."""
