locals = { a = 1 } # ERROR: Unknown argument | locals | "locals" is a block, which is written without =.
