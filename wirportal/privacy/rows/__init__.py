"""The rows of the table of personal data, by subject; `inventory` puts them together."""
