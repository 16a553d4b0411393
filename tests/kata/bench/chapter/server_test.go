package chapter

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

type spyStore struct{ data string }

func (s *spyStore) Fetch(ctx context.Context) (string, error) {
	return s.data, ctx.Err()
}

type spyWriter struct{ written bool }

func (w *spyWriter) Header() http.Header             { w.written = true; return nil }
func (w *spyWriter) WriteHeader(int)                 { w.written = true }
func (w *spyWriter) Write(data []byte) (int, error) { w.written = true; return len(data), nil }

func TestAnswersWithWhatTheStoreHas(t *testing.T) {
	response := httptest.NewRecorder()
	Server(&spyStore{"hello, world"})(response, httptest.NewRequest(http.MethodGet, "/", nil))
	if response.Body.String() != "hello, world" {
		t.Errorf("answered %q", response.Body)
	}
}

func TestWritesNothingOnceTheClientHasGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	response := &spyWriter{}
	Server(&spyStore{"hello, world"})(response, httptest.NewRequest(http.MethodGet, "/", nil).WithContext(ctx))
	if response.written {
		t.Error("wrote to a client who has gone")
	}
}
