"""What every app stands on: actors, recorded changes, history, errors, outbox, registries. Imports no other app."""
