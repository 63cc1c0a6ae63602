"""Make many handouts at once: a file for each row of a table, or for each program of a folder.

A job is one file to make. `rows` and `table` read jobs one after another; `run` hands them to an
executor, whose workers make the files in this process, in others or on other machines; and
`output_folder` names the files, puts them in place and knows which of them are up to date.
"""
