"""What changes, on pages and in programs that are open: see decision 19."""
