package citizen_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/reporter"
	"huying/internal/edge/web/citizen"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var (
	shanghai = time.FixedZone("UTC+8", 8*60*60)
	monday   = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai
)

// town is a region with a public door and a unit behind it.
type town struct {
	t     *testing.T
	hand  *clock.Hand
	desk  *desk.Desk
	in    *insight.Insight
	files *attachment.Cabinet
	store *store.Store
	base  string

	mu   sync.Mutex
	logs bytes.Buffer // of requests: every address and Referer that the server was sent, and its own log
}

func (w *town) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.logs.Write(p)
}

func (w *town) logged() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.logs.String()
}

func eachTown(t *testing.T, fn func(w *town)) {
	t.Helper()
	t.Parallel()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		w := &town{t: t, hand: hand, store: s}
		ids := ident.NewSource(rand.Reader)
		w.must(admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"))
		w.must(s.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.PutUnit(region, org.Unit{ID: "u1", Name: "住建局", List: org.Department}); err != nil {
				return err
			}
			return tx.ReviseRegion(region)
		}))
		ring, err := sealing.NewRing(rand.Reader, monday)
		w.must(err)
		v := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil })
		keeper := vault.New(vault.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader})
		w.must(keeper.Sync(t.Context()))
		w.in = insight.New(insight.Options{Store: s, Region: region})
		w.desk = desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: []byte("key of the test"), Vault: v})
		spool := t.TempDir()
		w.files = attachment.New(attachment.Options{Store: s, Region: region, IDs: ids, Blobs: attachment.NewFolder(filepath.Join(spool, "files")), Spool: spool})
		door := reporter.New(reporter.Options{Desk: w.desk, Records: w.in, Files: w.files, Now: hand.Now})
		site := page.New(page.Options{Name: "柯城区", Location: shanghai, Log: slog.New(slog.NewJSONHandler(w, nil))},
			citizen.Room(citizen.Options{Door: door, Records: w.in, Persons: true, Now: hand.Now}))
		server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, r.Method+" "+r.RequestURI+" "+r.Referer()+"\n")
			site.ServeHTTP(out, r)
		}))
		t.Cleanup(server.Close)
		w.base = server.URL
		fn(w)
	})
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// acts gives a command as one of the staff.
func (w *town) acts(role identity.Role, number string, cmd casework.Command, units ...ident.UnitID) *casework.Case {
	w.t.Helper()
	f, err := w.in.CaseFile(w.t.Context(), ident.CaseNumber(number))
	w.must(err)
	c, err := w.desk.Do(w.t.Context(), identity.As(role, ident.UserID(role), region, units...), f.Case.ID, cmd)
	w.must(err)
	return c
}

// read is a case as it stands on record.
func (w *town) read(number string) insight.CaseFile {
	w.t.Helper()
	f, err := w.in.CaseFile(w.t.Context(), ident.CaseNumber(number))
	w.must(err)
	return f
}

// browser is one with a jar for its cookies.
type browser struct {
	*town
	http.Client
	lang string
}

func (w *town) browser() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	return &browser{town: w, Client: http.Client{Jar: jar}}
}

// shown is what a browser was answered, after it went where it was sent.
type shown struct {
	status int
	path   string
	head   http.Header
	body   string
}

func (b *browser) ask(r *http.Request) shown {
	b.t.Helper()
	if b.lang != "" {
		r.Header.Set("Accept-Language", b.lang)
	}
	got, err := b.Do(r)
	b.must(err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	b.must(err)
	s := shown{got.StatusCode, got.Request.URL.Path, got.Header, string(body)}
	if strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
		name := r.Method + " " + r.URL.Path
		pagetest.Sound(b.t, name, s.body)
		if b.lang == "en" {
			pagetest.English(b.t, name, s.body)
		}
	}
	return s
}

func (b *browser) goes(path string) shown {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, nil)
	b.must(err)
	return b.ask(r)
}

var onceKey = regexp.MustCompile(`name="once" value="([0-9a-f]+)"`)

// form opens a form and returns what it holds back for its answer.
func (b *browser) form(path string) url.Values {
	b.t.Helper()
	s := b.goes(path)
	found := onceKey.FindStringSubmatch(s.body)
	if s.status != http.StatusOK || found == nil {
		b.t.Fatalf("%s: %d, no form\n%s", path, s.status, s.body)
	}
	return url.Values{"once": {found[1]}}
}

// sends sends a form as browsers do; photos with a name each.
func (b *browser) sends(path string, form url.Values, photos map[string][]byte) shown {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, values := range form {
		for _, value := range values {
			b.must(m.WriteField(name, value))
		}
	}
	for name, photo := range photos {
		part, err := m.CreateFormFile("file", name)
		b.must(err)
		_, err = part.Write(photo)
		b.must(err)
	}
	b.must(m.Close())
	r, err := http.NewRequestWithContext(context.WithoutCancel(b.t.Context()), http.MethodPost, b.base+path, &body)
	b.must(err)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.ask(r)
}

// posts sends a form without files.
func (b *browser) posts(path string, form url.Values) shown {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	b.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.ask(r)
}

// with are values put into a form.
func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

var receipt = regexp.MustCompile(`(?s)<dd>(\d{21})</dd>.*<dd class="code">([0-9A-Z]{6})</dd>`)

// submits writes a case down and returns its number and code.
func (b *browser) submits(pairs ...string) (number, code string) {
	b.t.Helper()
	got := b.posts("/public/submit", with(b.form("/public/submit"), append([]string{"kind", "help", "content", "小区门口的路灯连续几晚不亮。"}, pairs...)...))
	found := receipt.FindStringSubmatch(got.body)
	if got.status != http.StatusOK || found == nil {
		b.t.Fatalf("%d\n%s", got.status, got.body)
	}
	return found[1], found[2]
}

func (b *browser) opens(number, code string) shown {
	b.t.Helper()
	return b.posts("/public/query", url.Values{"number": {number}, "code": {code}})
}

// photo is a picture with what a camera tells of the place.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	const told = "\xff\xe1\x00\x14Exif\x00\x00SECRET-PLACE"
	return append(append(bytes.Clone(b.Bytes()[:2]), told...), b.Bytes()[2:]...)
}
