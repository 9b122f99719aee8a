"""Words of the field and the shapes of numbers, for the other rooms to look things up in."""
