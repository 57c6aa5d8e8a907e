"""What binds the partners: instruments, their stages, parties and acts."""
