"""Make many handouts at once: a file for each row of a table, or for each program of a folder.

An order is one file to make: `table` and `orders` bring them in, one after another. A `crew` has
them made by a `workshop` in this process, in others or on other machines, and `run` hands out the
orders and takes back bytes. `shelf` names the files, replaces them and knows which are there.
"""
