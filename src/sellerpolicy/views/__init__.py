"""Out: decisions, policies and reports as text, HTML, Markdown, JSON, calendars and charts."""
