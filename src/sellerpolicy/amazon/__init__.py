"""In: Amazon's report files and API documents, read into facts."""
