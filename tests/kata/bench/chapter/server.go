// Package chapter is what the bench edits for go test: the handler of our step 06, as Go has it.
package chapter

import (
	"context"
	"fmt"
	"net/http"
)

// Store fetches until ctx is done.
type Store interface {
	Fetch(ctx context.Context) (string, error)
}

// Server writes what the store has, unless the client has gone.
func Server(store Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, err := store.Fetch(r.Context())
		if err != nil {
			return
		}
		fmt.Fprint(w, data)
	}
}
