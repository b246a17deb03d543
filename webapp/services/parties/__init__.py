"""The files of an association: who is in them, who travels together, who left."""
