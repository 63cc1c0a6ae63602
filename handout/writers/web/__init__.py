"""Markup for screens: the nodes of a document as elements, and the Theme as a style sheet.

HTML and EPUB share these parts; `writers.html` and `writers.epub` add what is around them.
"""
