"""What a person sees first: my work, and the figures for heads of office."""
