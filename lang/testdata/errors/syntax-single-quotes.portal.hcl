profile 'p' {} # ERROR: Invalid character | '
