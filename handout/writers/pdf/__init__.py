"""Write a Document as PDF."""
