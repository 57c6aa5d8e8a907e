"""What must not be missed: deadlines planned as reminders, and their delivery."""
