"""What becomes of messages: read on the page, sent by mail, switched off."""
