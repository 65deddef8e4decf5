"""What a write is: one function, one transaction, one trace (docs/architecture.md, "The one way data flows")."""
