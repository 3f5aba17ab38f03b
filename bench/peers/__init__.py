"""What a user could take instead, and the least that any server could do: measured beside Muster on the same record."""
