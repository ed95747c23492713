"""What real HTTP servers answer to ordinary mistakes: installs, starts, asks and records them."""
