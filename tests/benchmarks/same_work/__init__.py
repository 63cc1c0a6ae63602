"""The same handouts made by this project and by its peers, and what each of them costs.

The project composes a handout; the words of that Document are what a peer sets. So all print the
same by construction, and `comparing` reads every file back to see that they did.
"""
