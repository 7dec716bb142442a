"""What can be done about results, and what is paid by them."""
