"""Measures the product as a town would run it: its own import, its own server processes, load from another process."""
