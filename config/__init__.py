"""Settings, routes and processes: the only package that knows all the others."""
