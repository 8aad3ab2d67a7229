"""The authority's desk: check, ask back, decide."""
