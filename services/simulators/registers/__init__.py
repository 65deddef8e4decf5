"""One file a department: what its registers hold and give away, and how each person of the city is drawn.

A few say odd things, as registers do: nobody knows, moved away, no card. Draws are named after their register, so a new
register changes no other.
"""
