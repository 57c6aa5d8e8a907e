"""What carries agreements out: programmes, activities and memberships of standing bodies."""
