"""Whole lists as files.

`columns` says which columns a list has as a table, `tables` reads its rows in one snapshot of the data, `writers` and
`binary` write them, `formats` lists the forms, `responses` sends a file, `folders` keeps all of them in a folder.
"""
