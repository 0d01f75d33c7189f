package bucket_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"huying/internal/app/attachment"
	"huying/internal/app/attachment/bucket"
	"huying/internal/kernel/errs"
)

// serve is an S3 store of somebody else's making, with one bucket.
func serve(t *testing.T) (address string) {
	t.Helper()
	back := s3mem.New()
	if err := back.CreateBucket("huying"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(back).Server())
	t.Cleanup(server.Close)
	return "s3://access:hidden@" + strings.TrimPrefix(server.URL, "http://") + "/huying/files?plain=true&region=cn"
}

func open(t *testing.T, address string) *bucket.Bucket {
	t.Helper()
	a, err := bucket.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b, err := bucket.Open(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

// TestBucket: bytes come back as they were put, from any place in them; put
// again they are replaced; deleted they are missing, and can be deleted again.
func TestBucket(t *testing.T) {
	t.Parallel()
	b := open(t, serve(t))
	body := bytes.Repeat([]byte("路灯"), 100_000)
	sum := sha256.Sum256(body)
	digest := hex.EncodeToString(sum[:])
	if _, err := b.Get(t.Context(), digest); !errors.Is(err, attachment.ErrMissing) {
		t.Errorf("before: %v", err)
	}
	for range 2 {
		if err := b.Put(t.Context(), digest, bytes.NewReader(body), int64(len(body))); err != nil {
			t.Fatal(err)
		}
	}
	got, err := b.Get(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(got)
	if err != nil || !bytes.Equal(all, body) {
		t.Errorf("%d bytes, %v", len(all), err)
	}
	if _, err := got.Seek(-6, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if end, err := io.ReadAll(got); err != nil || string(end) != "路灯" {
		t.Errorf("the end is %q, %v", end, err)
	}
	if err := got.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := b.Delete(t.Context(), digest); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Get(t.Context(), digest); !errors.Is(err, attachment.ErrMissing) {
		t.Errorf("after: %v", err)
	}
}

// TestOpen: a bucket that is not there is said at once, without the secret.
func TestOpen(t *testing.T) {
	t.Parallel()
	address := serve(t)
	a, err := bucket.Parse(strings.Replace(address, "/huying/", "/other/", 1))
	if err != nil {
		t.Fatal(err)
	}
	_, err = bucket.Open(t.Context(), a)
	if errs.CodeOf(err) != "files.bucket" || strings.Contains(fmt.Sprint(err), "hidden") {
		t.Error(err)
	}
}

// TestParse: what an address is, and that none is repeated.
func TestParse(t *testing.T) {
	t.Parallel()
	want := bucket.Address{Host: "s3.example:9000", Bucket: "b", Prefix: "p/q", Access: "a", Secret: "s/", Region: "r"}
	if got, err := bucket.Parse("s3://a:s%2F@s3.example:9000/b/p/q?region=r"); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, wrong := range []string{
		"", "b", "http://a:hidden@h/b", "s3://h/b", "s3://a@h/b", "s3://a:hidden@h", "s3://a:hidden@/b", "s3://a:hidden@h/b?plain=maybe", "s3://a:hidden@h/b?x=1", "s3://:hidden@h/b", "s3://a:hid den@h/b\x00",
	} {
		if _, err := bucket.Parse(wrong); errs.CodeOf(err) != "files.address" || strings.Contains(fmt.Sprint(err), "hidden") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
