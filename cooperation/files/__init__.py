"""Whole lists as files.

`answers` reads the rows of a list in one snapshot of the data, `columns` says how they become a table, a module for each
format writes them, `formats` lists the formats, `responses` sends a file, `dataset_folder` writes all lists into a folder.
"""
