"""Message catalogues, a module for each language."""
