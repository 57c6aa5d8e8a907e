"""What an import would do, row by row: computed from drafts and the register, without writing."""
