"""Markup for screens: the nodes of a Document as elements, and the Theme as a style sheet.

HTML and EPUB are made of the same parts; what a file is around them is their own.
"""
