"""Who is there when: what each pledge had in place, from its first delivery to its end, and what is overdue."""
