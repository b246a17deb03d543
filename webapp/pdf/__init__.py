"""PDF in all languages: one document that every portal prints with."""

from webapp.pdf.document import PdfDocument
from webapp.pdf.faces import unprintable

__all__ = ["PdfDocument", "unprintable"]
