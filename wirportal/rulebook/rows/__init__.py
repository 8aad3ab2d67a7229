"""The rows of the table of rules, by subject; `rules` puts them together."""
