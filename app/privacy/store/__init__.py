"""All of privacy's SQL."""
