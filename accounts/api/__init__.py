"""Who calls the API, and how far their token reaches."""
