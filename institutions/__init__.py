"""Who the partners are: institutions under all their names, and the people to reach there."""
