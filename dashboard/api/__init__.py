"""The API's search."""
