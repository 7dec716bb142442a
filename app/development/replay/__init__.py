"""A whole World Cup in minutes: players that are programs, and officials who err and correct it.

Everything that is played goes through the API, as it does for people.  Only what needs a person's
hands is done from within: the community is founded, and everybody is made known and given a key.
"""
