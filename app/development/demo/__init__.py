"""The demo: two communities at play, with something that locks soon whenever somebody looks.

All of it comes about by the services that people use.  It adds, and moves prices of its own
events; whatever else is there stays as it is.
"""
