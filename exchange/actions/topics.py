"""What imports tell the outbox."""

# A worker is wanted for the import named in the payload.
WANTED = "import.wanted"
