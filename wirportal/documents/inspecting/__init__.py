"""Look into files that people bring beside the form, in a process of its own, under limits."""

from wirportal.documents.inspecting.safely import REFUSALS, codes_in, inspect_safely

__all__ = ["REFUSALS", "codes_in", "inspect_safely"]
