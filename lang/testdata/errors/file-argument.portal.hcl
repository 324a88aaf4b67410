colour = "red" # ERROR: Unknown argument | colour | A policy file has no argument "colour".
