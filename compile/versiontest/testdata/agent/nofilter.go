//go:build !filters

package main

import "net/http"

func (b *loaded) filter(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "this OPA has no filters", http.StatusNotFound)
}
