# ERROR-BELOW: Undeclared profile | "еvеryonе" | Did you mean "everyone"? It has "е" (U+0435), a Cyrillic letter
profile "a" { includes = ["еvеryonе"] } # WARNING: Mixed alphabets
