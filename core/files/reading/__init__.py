"""The text in files, for searching. Runs in a process of its own (`core.files.reading.process`): files are hostile."""
