"""Out: decisions and reports as text and HTML."""
