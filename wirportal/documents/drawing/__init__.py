"""Pictures of the first pages of files that strangers bring, drawn in a process of its own."""

from wirportal.documents.drawing.safely import DRAWN, Drawn, Picture, draw_safely

__all__ = ["DRAWN", "Drawn", "Picture", "draw_safely"]
