"""One folder per practice, and nothing else."""
