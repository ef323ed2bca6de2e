"""What visitors choose to tell the maintainers."""
