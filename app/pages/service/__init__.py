"""What pages do beyond showing what one feature knows."""
