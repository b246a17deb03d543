"""PDF in all languages: one document that every portal prints with."""

from webapp.pdf.document import PdfDocument
from webapp.pdf.faces import unprintable
from webapp.pdf.isolates import isolated, left_to_right

__all__ = ["PdfDocument", "isolated", "left_to_right", "unprintable"]
