"""Activities, programmes and memberships in the API."""
