"""Learning the weights that ``reading`` reads with. Nothing of this runs when a text is read."""
