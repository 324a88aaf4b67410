package publish_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"portcullis/compile/publish"
)

// asked asks a server as an agent does.
func asked(server http.Handler, method string, headers map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/bundle.tar.gz", nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	return w
}

func TestServer(t *testing.T) {
	var server publish.Server
	if got := asked(&server, http.MethodGet, nil); got.Code != http.StatusServiceUnavailable {
		t.Errorf("without a bundle the status is %d", got.Code)
	}
	if !server.Publish([]byte("one")) || server.Publish([]byte("one")) {
		t.Error("it does not know the same bundle again")
	}
	first := asked(&server, http.MethodGet, nil)
	etag := first.Header().Get("ETag")
	if first.Code != http.StatusOK || first.Body.String() != "one" || first.Header().Get("Content-Type") != publish.MediaType {
		t.Errorf("%d %v %s", first.Code, first.Header(), first.Body)
	}
	if !server.Publish([]byte("two")) {
		t.Error("another bundle is none")
	}
	second := asked(&server, http.MethodGet, nil).Header().Get("ETag")
	if second == etag {
		t.Errorf("another bundle has the same ETag %s", etag)
	}
	for _, c := range []struct {
		name, method string
		headers      map[string]string
		status       int
		body         string
	}{
		{"what is known", http.MethodGet, map[string]string{"If-None-Match": second}, http.StatusNotModified, ""},
		{"what is known, among others", http.MethodGet, map[string]string{"If-None-Match": `"x", ` + second + ", " + etag}, http.StatusNotModified, ""},
		{"what is known, weakly", http.MethodGet, map[string]string{"If-None-Match": "W/" + second}, http.StatusNotModified, ""},
		{"anything", http.MethodGet, map[string]string{"If-None-Match": "*"}, http.StatusNotModified, ""},
		{"what was known", http.MethodGet, map[string]string{"If-None-Match": etag}, http.StatusOK, "two"},
		{"a part of an ETag", http.MethodGet, map[string]string{"If-None-Match": strings.Trim(second, `"`)}, http.StatusOK, "two"},
		{"what is new, with patience", http.MethodGet, map[string]string{"If-None-Match": etag, "Prefer": "modes=snapshot,delta;wait=60"}, http.StatusOK, "two"},
		{"a wait that is none", http.MethodGet, map[string]string{"If-None-Match": second, "Prefer": "wait=x;wait=-1;await=60"}, http.StatusNotModified, ""},
		{"a wait of no time", http.MethodGet, map[string]string{"If-None-Match": second, "Prefer": "wait=0"}, http.StatusNotModified, ""},
		{"its head", http.MethodHead, nil, http.StatusOK, ""},
		{"a write", http.MethodPut, nil, http.StatusMethodNotAllowed, "only to be had"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := asked(&server, c.method, c.headers)
			if got.Code != c.status || !strings.Contains(got.Body.String(), c.body) || c.body == "" && got.Body.Len() > 0 {
				t.Errorf("%d %q; want %d %q", got.Code, got.Body, c.status, c.body)
			}
			if known := c.status < 400; known && got.Header().Get("ETag") != second {
				t.Errorf("the ETag is %s", got.Header().Get("ETag"))
			}
		})
	}
}

// TestServerWaits has several agents wait for a bundle, and for the next one.
func TestServerWaits(t *testing.T) {
	var server publish.Server
	web := httptest.NewServer(&server)
	defer web.Close()
	answers := make(chan string)
	wait := func(ctx context.Context, etag string) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, web.URL, nil)
		if err != nil {
			answers <- err.Error()
			return
		}
		r.Header.Set("If-None-Match", etag)
		r.Header.Set("Prefer", "wait=600, respond-async")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			answers <- "gone"
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			answers <- err.Error()
			return
		}
		answers <- response.Status + " " + string(body)
	}
	expect := func(n int, want string) {
		t.Helper()
		for range n {
			if got := <-answers; got != want {
				t.Errorf("an agent gets %q, not %q", got, want)
			}
		}
	}
	for range 5 {
		go wait(t.Context(), "")
	}
	server.Publish([]byte("one"))
	expect(5, "200 OK one")

	etag := asked(&server, http.MethodHead, nil).Header().Get("ETag")
	ctx, leave := context.WithCancel(t.Context())
	go wait(ctx, etag)
	for range 5 {
		go wait(t.Context(), etag)
	}
	leave()
	expect(1, "gone")
	server.Publish([]byte("one")) // no news
	server.Publish([]byte("two"))
	expect(5, "200 OK two")
}

// TestServerWaitsForAnother has agents wait that know the bundle by a weak ETag,
// or among others, as proxies make them: nobody is answered before there is
// another bundle.
func TestServerWaitsForAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var server publish.Server
		server.Publish([]byte("one"))
		etag := asked(&server, http.MethodHead, nil).Header().Get("ETag")
		known := [][]string{{etag}, {"W/" + etag}, {`"x", ` + etag}, {`W/"x",W/` + etag + `,"y"`}, {`"x"`, etag}, {"*"}}
		answers := make(chan string, len(known))
		for _, tags := range known {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header["If-None-Match"] = tags
			r.Header.Set("Prefer", "wait=60")
			go func() {
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				answers <- fmt.Sprint(strings.Join(tags, " and "), ": ", w.Code, " ", w.Body)
			}()
		}
		expect := func(n int, want string) {
			t.Helper()
			if synctest.Wait(); len(answers) != n {
				t.Errorf("%d agents are answered, not %d", len(answers), n)
			}
			for range len(answers) {
				if got := <-answers; !strings.HasSuffix(got, want) {
					t.Errorf("%s; want %s", got, want)
				}
			}
		}
		expect(0, "")
		server.Publish([]byte("two"))
		expect(5, ": 200 two")
		time.Sleep(time.Minute) // who knows any bundle waits in vain
		expect(1, ": 304 ")
	})
}
