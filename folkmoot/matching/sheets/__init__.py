"""Groups from spreadsheet exports, for people without the app: reading lists, matching by name, telling the result."""
