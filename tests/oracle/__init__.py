"""An independent recount of the record: it shares no code with the application it checks."""
