"""Questions out of spreadsheets that people have: CSV and XLSX become drafts, each with what it lacks for use."""
