"""The specimen archive's sources, and the command that writes the archive from them.

Everything in it is invented: the force, the commissioner, the councils, the towns, the figures.
"""
