"""People who use the register: users, offices, their roles there, and API tokens."""
