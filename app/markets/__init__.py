"""Questions about events, their answers and what these are priced at."""
