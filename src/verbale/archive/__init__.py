"""The archive: one SQLite file that keeps documents, their records, where they came from and what reviewers decided."""
